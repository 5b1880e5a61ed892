/** Small mistakes that a person could make in a source file: one change each. */
import ts from 'typescript';

const { SyntaxKind: Kind } = ts;

/** What may be written by mistake in place of an operator. */
const OPERATORS = new Map([
  [Kind.LessThanToken, '<='],
  [Kind.LessThanEqualsToken, '<'],
  [Kind.GreaterThanToken, '>='],
  [Kind.GreaterThanEqualsToken, '>'],
  [Kind.EqualsEqualsEqualsToken, '!=='],
  [Kind.ExclamationEqualsEqualsToken, '==='],
  [Kind.AmpersandAmpersandToken, '||'],
  [Kind.BarBarToken, '&&'],
  [Kind.PlusToken, '-'],
  [Kind.MinusToken, '+'],
  [Kind.AsteriskToken, '/'],
  [Kind.SlashToken, '*'],
  [Kind.PlusEqualsToken, '-='],
  [Kind.MinusEqualsToken, '+='],
]);

/** What may be written by mistake in place of a method. */
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['toLowerCase', 'toUpperCase'],
]);

/**
 * The mutants of a file: `line` from 1, the text before and after the change, and the whole changed file. Leaves out
 * texts for people (snapshots cover them) and anything that only types can see.
 */
export function mutantsOf(fileName, text) {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const replace = (node, by) => {
    const start = node.getStart(file);
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    const source = text.slice(0, start) + by + text.slice(node.end);
    mutants.push({ line, was: node.getText(file), is: by, text: source });
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    mutate(node, replace);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants;
}

function mutate(node, replace) {
  const condition = conditionOf(node);
  if (condition !== undefined) replace(condition, 'false');
  if (condition !== undefined && !ts.isIterationStatement(node, false)) replace(condition, 'true');
  if (ts.isBinaryExpression(node)) {
    const by = OPERATORS.get(node.operatorToken.kind);
    if (by !== undefined && !joinsTexts(node)) replace(node.operatorToken, by);
  } else if (ts.isNumericLiteral(node)) {
    replace(node, `(${node.getText()} + 1)`);
  } else if (node.kind === Kind.TrueKeyword || node.kind === Kind.FalseKeyword) {
    replace(node, node.kind === Kind.TrueKeyword ? 'false' : 'true');
  } else if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
    const by = METHODS.get(node.name.text);
    if (by !== undefined) replace(node.name, by);
  } else if (ts.isThrowStatement(node) || isCall(node)) {
    replace(node, ';');
  }
}

function conditionOf(node) {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return node.expression;
  if (ts.isConditionalExpression(node) || ts.isForStatement(node)) return node.condition;
  return undefined;
}

/** A call only for its effect, awaited or not; not that of a base class. */
function isCall(node) {
  if (!ts.isExpressionStatement(node)) return false;
  const inner = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  return ts.isCallExpression(inner) && inner.expression.kind !== Kind.SuperKeyword;
}

function joinsTexts({ left, operatorToken, right }) {
  if (operatorToken.kind !== Kind.PlusToken) return false;
  return [left, right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
}
