/**
 * The error codes that the source can give, found by reading it: values of a property `code`, and what is
 * passed where a function or constructor has a parameter of that name.
 */
import ts from "typescript";

export type SourceText = { readonly file: string; readonly text: string };
/** Where, among a function's parameters, the one named `code` stands. */
type CodeParameters = ReadonlyMap<string, number>;

/** Codes by file, sorted. A code that is put together, as `http_${status}`, is given as `http_…`. */
export function errorCodesByFile(sources: readonly SourceText[]): ReadonlyMap<string, readonly string[]> {
  const trees = sources.map(({ file, text }) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  const exported = new Map(trees.flatMap((tree) => [...codeParametersIn(tree, isExported)]));
  return new Map(trees.map((tree) => [tree.fileName, codesIn(tree, new Map([...exported, ...codeParametersIn(tree, () => true)]))]));
}

function codesIn(tree: ts.SourceFile, parameters: CodeParameters): readonly string[] {
  const codes = new Set<string>();
  visit(tree, (node) => {
    if (ts.isPropertyAssignment(node) && nameOf(node.name) === "code") for (const code of textsOf(node.initializer)) codes.add(code);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) for (const code of codesPassed(node, parameters)) codes.add(code);
    // A closed set of codes is a type of its own.
    if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith("ErrorCode")) for (const code of literalsOf(node.type)) codes.add(code);
  });
  return [...codes].filter((code) => /^[a-z][a-z0-9_]*…?$/.test(code)).sort();
}

function codesPassed(node: ts.CallExpression | ts.NewExpression, parameters: CodeParameters): readonly string[] {
  const place = parameters.get(nameOf(node.expression) ?? "");
  const given = place === undefined ? undefined : node.arguments?.[place];
  return given === undefined ? [] : textsOf(given);
}

function codeParametersIn(tree: ts.SourceFile, isWanted: (node: ts.Node) => boolean): Map<string, number> {
  const found = new Map<string, number>();
  const keep = (name: string | undefined, { parameters }: ts.SignatureDeclaration) => {
    const place = parameters.findIndex((parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === "code");
    if (name !== undefined && place >= 0) found.set(name, place);
  };
  visit(tree, (node) => {
    if (ts.isFunctionDeclaration(node) && isWanted(node)) keep(node.name?.text, node);
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer) && isWanted(node.parent.parent)) {
      keep(nameOf(node.name), node.initializer);
    }
    if (ts.isConstructorDeclaration(node) && isWanted(node.parent)) keep(node.parent.name?.text, node);
    if (ts.isMethodDeclaration(node) && isWanted(node.parent)) keep(nameOf(node.name), node);
  });
  return found;
}

/** The texts an expression can come to, as far as they stand there. */
function textsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [`${node.head.text}…`];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return textsOf(node.expression);
  if (ts.isIdentifier(node)) return casesAround(node);
  return [];
}

/** Within `case "a": case "b":` of a switch over this very name, it is one of these. */
function casesAround(name: ts.Identifier): readonly string[] {
  for (let node: ts.Node = name; node.parent !== undefined; node = node.parent) {
    if (!ts.isCaseClause(node) || !ts.isIdentifier(node.parent.parent.expression)) continue;
    if (node.parent.parent.expression.text === name.text) return textsOf(node.expression);
  }
  return [];
}

function literalsOf(type: ts.TypeNode): readonly string[] {
  const members = ts.isUnionTypeNode(type) ? type.types : [type];
  return members.flatMap((member) => (ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? [member.literal.text] : []));
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}
