import { posix } from 'node:path';
import { parseSync } from 'vite';
import { collectEnvironmentReads, collectFunctions, collectImports } from './structure-syntax.ts';
import { collectPhysicalStyles } from './structure-syntax-styles.ts';

/** One broken rule, at a place a person can click on. Lines count from 1. */
export type Finding = { path: string; line: number; rule: string; message: string };

/** What a file imports: the specifier as written, and the repository's file when it names one. */
export type Import = { specifier: string; target: string | undefined; typeOnly: boolean; line: number };

export type Module = {
  path: string;
  imports: Import[];
  functions: { firstLine: number; lastLine: number }[];
  environmentLines: number[];
  physicalStyles: { line: number; written: string }[];
};

/** The whole repository as the rules see it: every path with its text, and the parsed code among them. */
export type Tree = { files: ReadonlyMap<string, string>; modules: ReadonlyMap<string, Module> };

/** A rule is a pure function, so that its test is a tree of three lines. */
export type Rule = (tree: Tree) => Finding[];

const CODE = /\.(ts|tsx|mts|js|jsx|mjs)$/;

export const isGenerated = (path: string): boolean => path === 'server/database/schema.ts';

/** Parses every code file; a syntax error is not reported here, since tsc says it better. */
export function readTree(files: ReadonlyMap<string, string>): Tree {
  const modules = new Map<string, Module>();
  for (const [path, text] of files) {
    if (CODE.test(path) && !isGenerated(path)) modules.set(path, readModule(path, text, files));
  }
  return { files, modules };
}

function readModule(path: string, text: string, files: ReadonlyMap<string, string>): Module {
  const { program } = parseSync(path, text);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  return {
    path,
    imports: collectImports(program).map(({ specifier, typeOnly, start }) => ({
      specifier,
      typeOnly,
      line: lineAt(start),
      target: resolveImport(path, specifier, files),
    })),
    functions: collectFunctions(program).map(({ start, end }) => ({
      firstLine: lineAt(start),
      lastLine: lineAt(end),
    })),
    environmentLines: collectEnvironmentReads(program).map(lineAt),
    physicalStyles: collectPhysicalStyles(program).map(({ start, written }) => ({
      line: lineAt(start),
      written,
    })),
  };
}

/** The bundler lets the browser side leave the ending out, so the usual endings are tried too. */
function resolveImport(
  from: string,
  specifier: string,
  files: ReadonlyMap<string, string>,
): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const plain = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  const candidates = [plain, `${plain}.ts`, `${plain}.tsx`, `${plain}/index.ts`, `${plain}/index.tsx`];
  return candidates.find((candidate) => files.has(candidate)) ?? plain;
}
