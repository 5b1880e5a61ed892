import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'lib/', 'coverage/', 'node_modules/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A floating promise ends as a green step that did nothing: see "No silent end" in docs/reliability.md.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // What others call says what it promises; the types say the rest.
    files: ['src/**/*.ts', 'sandbox/**/*.ts'],
    ignores: ['**/__tests__/**'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: false },
          contexts: [
            'ExportNamedDeclaration > TSInterfaceDeclaration',
            // A type made of the list above it shares that list's comment.
            'ExportNamedDeclaration > TSTypeAliasDeclaration:not(:has(> TSIndexedAccessType))',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
          enableFixer: false,
        },
      ],
      'jsdoc/informative-docs': 'error',
    },
  },
  {
    files: ['sandbox/**', 'bench/**', '__tests__/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // A test may say what it knows of a value; where it is wrong, it fails there.
    files: ['**/__tests__/**'],
    rules: { '@typescript-eslint/non-nullable-type-assertion-style': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off', 'no-console': 'off' },
  },
);
