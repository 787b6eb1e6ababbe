import { z } from 'zod';
import type { JsonSchema } from '../../shared/openapi.ts';

type Node = { -readonly [Key in keyof JsonSchema]: JsonSchema[Key] };

/** A contract's schema as readers of the API need it: what is sent (`input`) or what comes back (`output`). */
export function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
  // The contracts say `type` themselves where a bare number is understood too (ids), which JSON Schema can't express.
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return tidied(schema as JsonSchema);
}

/** An alternative that says something a published document may show. */
const isTelling = (schema: JsonSchema): boolean => Object.keys(schema).length > 0;

function tidied(schema: JsonSchema): JsonSchema {
  const { anyOf, properties, items, example, ...rest } = schema;
  const node: Node = withoutNoise(rest);
  if (properties) {
    node.properties = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, tidied(value)]),
    );
  }
  if (items) node.items = tidied(items);
  if (example !== undefined) node.examples = [example];
  return anyOf ? withAlternatives(node, anyOf.map(tidied).filter(isTelling)) : node;
}

function withoutNoise(schema: JsonSchema): Node {
  const node: Node = { ...schema };
  // Readers of answers must bear with additions; our own parser ignores unknown keys.
  if (node.additionalProperties === false) delete node.additionalProperties;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  // What a query's text must look like says nothing about the number or instant that it is.
  if (node.format !== undefined || node.type === 'integer') delete node.pattern;
  return node;
}

/** Where the contract names one type, the alternatives only lend their limits; "or null" becomes a second type. */
function withAlternatives(node: Node, alternatives: readonly JsonSchema[]): JsonSchema {
  const isNullable = alternatives.some(({ type }) => type === 'null');
  const others = alternatives.filter(({ type }) => type !== 'null');
  const [only] = others;
  if (typeof node.type === 'string') {
    const { maxLength } =
      others.find(({ type, maxLength }) => type === node.type && maxLength !== undefined) ?? {};
    const limits = maxLength === undefined ? {} : { maxLength };
    return { ...node, ...limits, ...(isNullable && { type: [node.type, 'null'], ...orNull(node) }) };
  }
  if (isNullable && others.length === 1 && typeof only?.type === 'string') {
    return { ...only, ...node, type: [only.type, 'null'], ...orNull(only) };
  }
  return { ...node, anyOf: alternatives };
}

function orNull(schema: JsonSchema): JsonSchema {
  return schema.enum ? { enum: [...schema.enum, null] } : {};
}
