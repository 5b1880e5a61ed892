// What github-checker.ts takes of GitHub's language service, which Node cannot load unless it is bundled.
export { FeatureFlags } from '@actions/expressions';
export { registerLogger, validate } from '@actions/languageservice';
export { TextDocument } from 'vscode-languageserver-textdocument';
