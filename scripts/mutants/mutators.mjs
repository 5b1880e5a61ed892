/** Small mistakes that a person could make in a source file: one changed place each. */
import ts from 'typescript';

const { SyntaxKind: Kind } = ts;

/** The operator that is written by mistake. */
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

/** The method that is called by mistake. */
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['toLowerCase', 'toUpperCase'],
]);

/**
 * The mutants of a file: `line` from 1 on, what stands there and what stands there then, and the whole changed text.
 * Texts for people are left alone (snapshots hold them), and so is whatever only the types can see.
 *
 * @param {string} fileName
 * @param {string} text
 * @returns {{ line: number, was: string, is: string, text: string }[]}
 */
export function mutantsOf(fileName, text) {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  /** @type {{ line: number, was: string, is: string, text: string }[]} */
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
    // Of -1, which often stands for "no such place", the 1 alone would become one more place that does not exist.
    const number = ts.isPrefixUnaryExpression(node.parent) ? node.parent : node;
    replace(number, `(${number.getText()} + 1)`);
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

/** A call for its effect alone, awaited or not; not that of a base class. */
function isCall(node) {
  if (!ts.isExpressionStatement(node)) return false;
  const inner = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  return ts.isCallExpression(inner) && inner.expression.kind !== Kind.SuperKeyword;
}

function joinsTexts({ left, operatorToken, right }) {
  if (operatorToken.kind !== Kind.PlusToken) return false;
  return [left, right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
}
