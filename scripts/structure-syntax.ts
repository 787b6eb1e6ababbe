import { type ESTree, Visitor } from 'vite';

type Span = { start: number; end: number };
type FoundImport = { specifier: string; typeOnly: boolean; start: number };

/** Static, re-exported, dynamic and type imports. Those whose specifier is computed can't be followed. */
export function collectImports(program: ESTree.Program): FoundImport[] {
  const found: FoundImport[] = [];
  const add = (source: ESTree.Node | null, typeOnly: boolean, start: number): void => {
    if (source?.type === 'Literal' && typeof source.value === 'string') {
      found.push({ specifier: source.value, typeOnly, start });
    }
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, isTypeImport(node), node.start),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind === 'type', node.start),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type', node.start),
    ImportExpression: (node) => add(node.source, false, node.start),
    TSImportType: (node) => add(node.source, true, node.start),
  }).visit(program);
  return found;
}

/** `import type {…}`, and `import { type A, type B }`, which brings nothing at run time that anybody uses. */
function isTypeImport(node: ESTree.ImportDeclaration): boolean {
  if (node.importKind === 'type') return true;
  return (
    node.specifiers.length > 0 &&
    node.specifiers.every((each) => each.type === 'ImportSpecifier' && each.importKind === 'type')
  );
}

/** Every function with a body, but not the callback of `describe`, which only groups tests. */
export function collectFunctions(program: ESTree.Program): Span[] {
  const spans: Span[] = [];
  const grouping = new Set<number>();
  const add = (node: ESTree.Function | ESTree.ArrowFunctionExpression): void => {
    if (node.body) spans.push({ start: node.start, end: node.end });
  };
  new Visitor({
    CallExpression: (node) => {
      if (node.callee.type !== 'Identifier' || !/^(describe|suite)$/.test(node.callee.name)) return;
      for (const argument of node.arguments) grouping.add(argument.start);
    },
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
  }).visit(program);
  return spans.filter(({ start }) => !grouping.has(start));
}

/** Offsets of `process.env`, and of `env` taken from node:process or from `process` by destructuring. */
export function collectEnvironmentReads(program: ESTree.Program): number[] {
  const offsets: number[] = [];
  new Visitor({
    MemberExpression: (node) => {
      if (isNamed(node.object, 'process') && isNamed(node.property, 'env')) offsets.push(node.start);
    },
    ImportDeclaration: (node) => {
      if (!/^(node:)?process$/.test(node.source.value)) return;
      const takesEnv = node.specifiers.some(
        (each) => each.type === 'ImportSpecifier' && isNamed(each.imported, 'env'),
      );
      if (takesEnv) offsets.push(node.start);
    },
    VariableDeclarator: (node) => {
      if (node.id.type !== 'ObjectPattern' || !node.init || !isNamed(node.init, 'process')) return;
      const takesEnv = node.id.properties.some(
        (each) => each.type === 'Property' && isNamed(each.key, 'env'),
      );
      if (takesEnv) offsets.push(node.start);
    },
  }).visit(program);
  return offsets;
}

function isNamed(node: ESTree.Node, name: string): boolean {
  if (node.type === 'Identifier') return node.name === name;
  return node.type === 'Literal' && node.value === name;
}
