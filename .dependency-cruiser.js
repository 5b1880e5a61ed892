/**
 * Who may import whom: always downward, and never across a floor. `npm run lint` holds it, and that no imports run in
 * a circle; docs/architecture.md says what each room is for.
 *
 *     index → main → workflow → aggregation, report → inputs, isc, github → http → csv, runtime → model
 */
const FLOORS = [
  ['index'],
  ['main'],
  ['workflow'],
  ['aggregation', 'report'],
  ['inputs', 'isc', 'github'],
  ['http'],
  ['csv', 'runtime'],
  ['model'],
];

/** A pattern of the files of these rooms; `index`, `main` and `workflow` are single files. */
const filesOf = (rooms) => `^src/(?:${rooms.join('|')})(?:/|\\.ts$)`;

const rules = FLOORS.flatMap((floor, level) =>
  floor.map((room) => ({
    name: `${room}-imports-downward`,
    comment: `${room} may import only what lies below it.`,
    severity: 'error',
    from: { path: filesOf([room]) },
    to: { path: '^src/', pathNot: filesOf([room, ...FLOORS.slice(level + 1).flat()]) },
  })),
);

export default {
  forbidden: [
    ...rules,
    {
      name: 'common-knows-no-stage',
      comment: 'What all stages share would make a circle of them.',
      severity: 'error',
      from: { path: '^src/aggregation/common/' },
      to: { path: '^src/aggregation/(?:prepare|start|follow)/' },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'The simulated tenant is a product of its own: it uses nothing of the action that it tests.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^src/' },
    },
    {
      name: 'src-uses-no-sandbox',
      comment: 'The action never depends on the simulated tenant.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'no-circles',
      comment: 'A file that imports itself through others cannot be read by itself.',
      severity: 'error',
      from: { path: '^(?:src|sandbox)/' },
      to: { circular: true },
    },
    {
      name: 'no-circles-between-folders',
      comment: 'A folder that needs another one is not needed by it. Folders inside each other count as one.',
      scope: 'folder',
      severity: 'error',
      from: { path: '^(?:src|sandbox)/' },
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
