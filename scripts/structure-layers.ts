/**
 * The order of the features. A service may call the services of features further to the left, never to the
 * right: so each can be read knowing only what stands before it.
 */
export const FEATURES =
  'tenants users oauth lists templates accounts tickets messages intake email calls handling search reports webhooks live reference demo'.split(
    ' ',
  );

/** Where a file stands. The first pattern that fits decides. */
const PLACES = [
  ['tests', /\.(test|config)\.tsx?$|^server\/testing\/|^(e2e|bench|scripts)\/|^[^/]+$/],
  ['shared', /^shared\//],
  // what main.ts is made of: it knows every feature, and none knows it
  ['main', /^server\/(main|first-start|greeting|sweep)\.ts$/],
  ['config', /^server\/config\.ts$/],
  ['context', /^server\/context\.ts$/],
  ['problem', /^server\/problem\.ts$/],
  ['sql', /^server\/features\/.*\.sql\.ts$/],
  ['service', /^server\/features\/.*\.service\.ts$/],
  ['edge', /^server\/features\/.*\.(routes|jobs)\.ts$/],
  ['pure', /^server\/features\//],
  ['http', /^server\/http\//],
  ['jobs', /^server\/jobs\//],
  ['mail', /^server\/mail\//],
  ['database', /^server\/database\//],
  ['foundation', /^server\//],
  ['cli', /^cli\//],
  ['web feature', /^web\/features\//],
  ['web top', /^web\/[^/]+$/],
  ['web', /^web\//],
] as const satisfies [string, RegExp][];

export type Place = (typeof PLACES)[number][0];

/** What a row of the table may name: a place, or a place seen from the importing feature. */
export type Target = Place | `own ${Place}` | 'lower service';

type Packages = { only?: RegExp; never?: RegExp; typesOnly?: RegExp };
type Row = { may: Target[]; mayTypes?: Target[]; packages?: Packages };

const CORE: Target[] = ['config', 'context', 'problem'];
const FOUNDATION: Target[] = ['shared', ...CORE, 'http', 'jobs', 'mail', 'database', 'foundation'];
const FRAMEWORKS = /^(fastify|@fastify\/.*|fastify-.*|pg-boss)$/;
const STORAGE = /^(kysely|pg|pg-.*)$/;
const FRAMEWORKS_AND_STORAGE = new RegExp(`${FRAMEWORKS.source}|${STORAGE.source}`);

/** The table of the design: what each place may import. What a row does not name is refused. */
export const TABLE: Record<Exclude<Place, 'tests'>, Row> = {
  shared: { may: ['shared'], packages: { only: /^zod(\/|$)/ } },

  sql: {
    may: ['own sql', 'own pure', 'database', 'context', 'shared'],
    packages: { only: /^(kysely|pg)$/, typesOnly: /^pg$/ },
  },
  service: {
    may: [
      'own sql',
      'own pure',
      'own service',
      'lower service',
      'shared',
      'context',
      'problem',
      'database',
      'mail',
      'foundation',
    ],
    packages: { never: FRAMEWORKS_AND_STORAGE },
  },
  edge: {
    may: ['own service', 'own pure', 'own edge', 'shared', 'http', 'jobs', ...CORE],
    packages: { never: STORAGE, typesOnly: FRAMEWORKS },
  },
  pure: {
    may: ['own pure', 'shared', 'context', 'problem', 'mail', 'foundation'],
    // The shape of a row is no SQL: what shows a row may name it.
    mayTypes: ['own sql'],
    packages: { never: FRAMEWORKS_AND_STORAGE },
  },

  http: { may: FOUNDATION },
  jobs: { may: FOUNDATION },
  mail: { may: FOUNDATION },
  database: { may: FOUNDATION },
  foundation: { may: FOUNDATION },
  config: { may: FOUNDATION },
  context: { may: FOUNDATION },
  problem: { may: FOUNDATION },

  main: { may: ['main', ...FOUNDATION, 'sql', 'service', 'edge', 'pure'] },
  cli: { may: ['cli', 'service', 'pure', 'foundation', 'jobs', 'mail', 'shared', 'database', ...CORE] },

  'web feature': { may: ['own web feature', 'web', 'web top', 'shared'] },
  'web top': { may: ['web', 'web top', 'web feature', 'shared'] },
  web: { may: ['web', 'web top', 'shared'] },
};

export function placeOf(path: string): Place {
  return PLACES.find(([, pattern]) => pattern.test(path))?.[0] ?? 'tests';
}

/** The feature a file belongs to, on either side. */
export function featureOf(path: string): string | undefined {
  return /^(?:server|web)\/features\/([^/]+)\//.exec(path)?.[1];
}

/** The side of the fence: what runs in the browser and what runs on the server never meet, in tests neither. */
export function sideOf(path: string): 'web' | 'server' | undefined {
  if (/^web\//.test(path)) return 'web';
  return /^(server|cli)\//.test(path) ? 'server' : undefined;
}
