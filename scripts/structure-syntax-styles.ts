import { type ESTree, Visitor } from 'vite';

type Written = { start: number; written: string };
type Region = { start: number; end: number };

/** Mantine's style props; their logical twins are ms me ps pe. */
const PHYSICAL_PROPS = /^(ml|mr|pl|pr|left|right)$/;
const PHYSICAL_KEY =
  /^(((scroll-?)?margin|(scroll-?)?padding|border)-?(left|right)|border-?(top|bottom)-?(left|right)-?radius)/i;
const DIRECTED_KEY = /^(text-?align|ta|float|clear|justify-?content|justify-?items|justify-?self)$/i;
const STYLE_ATTRIBUTE = /^(style|styles|wrapperProps)$/;

/** Left and right in style props, and in objects that can only be styles. */
export function collectPhysicalStyles(program: ESTree.Program): Written[] {
  const found: Written[] = [];
  const keys: Written[] = [];
  const styleRegions: Region[] = [];
  new Visitor({
    JSXAttribute: (node) => {
      if (node.name.type !== 'JSXIdentifier') return;
      const name = node.name.name;
      if (STYLE_ATTRIBUTE.test(name)) styleRegions.push(node);
      if (PHYSICAL_PROPS.test(name)) found.push({ start: node.start, written: name });
      if (DIRECTED_KEY.test(name) && isSide(node.value)) found.push({ start: node.start, written: name });
    },
    VariableDeclarator: (node) => {
      if (isStyleType(node)) styleRegions.push(node);
    },
    Property: (node) => {
      const key = keyName(node.key);
      if (!key) return;
      const directed = DIRECTED_KEY.test(key) && isSide(node.value);
      if (directed || PHYSICAL_KEY.test(key)) found.push({ start: node.start, written: key });
      else if (key === 'left' || key === 'right') keys.push({ start: node.start, written: key });
    },
  }).visit(program);

  // A bare `left` may be anything (a rectangle, a pair), so it counts only where styles are meant.
  const inStyles = keys.filter(({ start }) => styleRegions.some((r) => r.start <= start && start < r.end));
  return [...found, ...inStyles];
}

function keyName(key: ESTree.Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

function isSide(value: ESTree.Node | null): boolean {
  if (value?.type === 'JSXExpressionContainer') return isSide(value.expression);
  return value?.type === 'Literal' && (value.value === 'left' || value.value === 'right');
}

function isStyleType(node: ESTree.VariableDeclarator): boolean {
  const annotation = 'typeAnnotation' in node.id ? node.id.typeAnnotation : null;
  return annotation ? /CSSProperties/.test(JSON.stringify(annotation)) : false;
}
