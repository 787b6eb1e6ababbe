// What `npm start`, `npm test` and the rest run. Plain JavaScript, because it must work on any Node that npm
// brings; it installs and builds what is missing or stale, and hands over to Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const neededNode = 24;
const always = () => true;
const never = () => false;
// Only journeys need the built web app, and a single test should start at once.
const journeys = (args) => args.length === 0 || args.some((path) => /(^|\/)e2e(\/|$)/.test(path));
const tasks = {
  start: { program: ['server/main.ts'], web: always },
  // Installs and builds and that is all: for container images and for a first start without waiting.
  build: { program: null, web: always },
  dev: { program: ['server/main.ts'], web: never },
  test: { program: ['scripts/test.ts'], web: journeys },
  check: { program: ['scripts/check.ts'], web: never },
  migrate: { program: ['cli/pniya.ts', 'migrate'], web: never },
  bench: { program: ['bench/main.ts'], web: never },
  pniya: { program: ['cli/pniya.ts'], web: never },
};

async function main([name = '', ...args]) {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : null;
  if (!task) return give(`There is no task "${name}"; there are ${Object.keys(tasks).join(', ')}.`);
  if (!isInstalled() && !(await install())) return;
  const node = findNode();
  if (!node) return;
  if (task.web(args) && !(await buildWeb(node))) return;
  if (!task.program) return;
  // Stripped and compiled once: a start takes half the time, and a tenth less memory.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'pniya-compiled');
  // Files are synced, and passwords hashed, in libuv's threads: with its four, eight senders of mail wait for each other.
  process.env.UV_THREADPOOL_SIZE ??= '16';
  // Programs resolve their own paths; the caller's folder stays the current one, as with any command.
  const command = [join(root, task.program[0]), ...task.program.slice(1), ...args];
  if (name === 'dev') return await runTogether(node, [['--watch', ...command], viteCommand()]);
  await handOver(node, command);
}

function give(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

// --- what the lockfile says

const lockStamp = () => join(root, 'node_modules', '.pniya-lock');

function isInstalled() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (readOr(lockStamp(), '') === hash) return true;
  if (!installedFits(JSON.parse(lock.toString()))) return false;
  writeStamp(lockStamp(), hash);
  return true;
}

// Somebody ran `npm ci` by hand: npm's own note of what it installed tells whether it was this lockfile.
function installedFits(lock) {
  const note = readOr(join(root, 'node_modules', '.package-lock.json'), '');
  if (!note) return false;
  const installed = JSON.parse(note).packages;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = installed[path];
    if (!found) return Boolean(wanted.dev || wanted.optional || wanted.devOptional || wanted.peer);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

async function install() {
  process.stderr.write('Installing what package-lock.json says …\n');
  const npm = process.env.npm_execpath;
  // The web app is built here, so its tools are needed also where NODE_ENV says production.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];
  const done =
    npm && /\.[cm]?js$/.test(npm)
      ? await ran(process.execPath, [npm, ...args])
      : await ran('npm', args, { shell: process.platform === 'win32' });
  if (done.status === 0) {
    writeStamp(
      lockStamp(),
      createHash('sha256')
        .update(readFileSync(join(root, 'package-lock.json')))
        .digest('hex'),
    );
    return true;
  }
  const reason = reasonOf(done);
  if (reason === null) process.stderr.write(done.output);
  const words = reason ?? `the reason is above (npm ci ended with ${done.signal ?? done.status})`;
  give(`The packages could not be installed: ${words}.`);
  return false;
}

/** In words, where they tell more than the program's own; else null. */
function reasonOf({ error, output }) {
  if (error) return `npm does not start (${error.code ?? error.message})`;
  const code =
    /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? /\b(ENOSPC|EACCES|EROFS)\b/.exec(output)?.[1] ?? '';
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)$/.test(code)) {
    return `the npm registry can't be reached (${code}); connect this machine to it and run the command again`;
  }
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EACCES' || code === 'EROFS') return `${root} may not be written by this user (${code})`;
  return null;
}

// --- Node 24

function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= neededNode) return process.execPath;
  // Not by node_modules/.bin: three packages bring a `node`, and npm 10 then links none of them.
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const folder = join(root, 'node_modules', `node-${system}-${process.arch}`, 'bin');
  const bundled = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  const answer = spawnSync(bundled, ['--version'], { encoding: 'utf8' });
  if (Number.parseInt((answer.stdout ?? '').slice(1), 10) >= neededNode) return bundled;
  give(
    `Pniya needs Node ${neededNode} or newer; this is Node ${process.versions.node}: install it from https://nodejs.org.`,
  );
  return null;
}

// --- the web app

function viteCommand(...args) {
  return [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    ...args,
    '--config',
    join(root, 'web', 'vite.config.ts'),
  ];
}

async function buildWeb(node) {
  const stamp = join(root, 'dist', 'web', '.stamp');
  const hash = sourceHash();
  if (readOr(stamp, '') === hash && existsSync(join(root, 'dist', 'web', 'index.html'))) return true;
  process.stderr.write('Building the web app …\n');
  const done = await ran(node, viteCommand('build'));
  if (done.status === 0) {
    writeStamp(stamp, hash);
    return true;
  }
  const reason = reasonOf(done);
  if (reason === null) process.stderr.write(done.output);
  give(`The web app could not be built: ${reason ?? 'the reason is above'}.`);
  return false;
}

// By content, not by time: a checkout or a copy changes times and nothing else.
function sourceHash() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!/\.test\.tsx?$/.test(entry.name)) add(path);
    }
  };
  add('package-lock.json');
  walk('shared');
  walk('web');
  return hash.digest('hex');
}

// --- handing over

// npm's shell hands no signal on: when it is ended, what it started has to see it by itself.
const isNpms = Boolean(process.env.npm_lifecycle_event);
const startedBy = process.ppid;
const lookEveryMs = 300;
const toolEndsWithinMs = 1500;

async function handOver(node, command) {
  // Becoming the program, where Node can, leaves no launcher in memory and no signals to pass on.
  if (typeof process.execve === 'function' && process.platform !== 'win32' && !isNpms) {
    process.execve(node, [node, ...command], process.env);
  }
  await runTogether(node, [command]);
}

/** Runs all until one ends, then ends the others; the exit code is that of the first to end. */
async function runTogether(node, commands) {
  const children = commands.map((command) => spawn(node, command, { stdio: 'inherit' }));
  const family = passSignals(children);
  const codes = children.map(
    (child) =>
      new Promise((resolve) => {
        child.on('error', (error) => resolve(give(error.message) ?? 1));
        child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
      }),
  );
  const first = await Promise.race(codes);
  family.end();
  await Promise.all(codes);
  family.leave();
  process.exitCode = first;
}

/** Runs a tool to its end and answers what it said. When we are told to end meanwhile, both do. */
async function ran(program, args, options = {}) {
  const child = spawn(program, args, { ...options, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  // npm takes its time to undo what it did, and the next run begins anew anyway.
  const family = passSignals([child], () =>
    setTimeout(() => child.kill('SIGKILL'), toolEndsWithinMs).unref(),
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const done = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ error, output }));
    child.on('close', (status, signal) => resolve({ status, signal, output }));
  });
  const asked = family.leave();
  if (asked) process.exit(128 + constants.signals[asked]);
  return done;
}

/** Passes on to the children what ends us; `leave` stops it and answers the signal that came, if any. */
function passSignals(children, alsoThen = () => {}) {
  let asked = null;
  const tell = (signal) => {
    for (const child of children)
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  };
  const hear = (signal) => {
    // Ctrl-C reaches the whole process group by itself: passed on, it would arrive twice.
    if (!asked && !(signal === 'SIGINT' && process.stdin.isTTY)) tell(signal);
    if (!asked) alsoThen();
    asked ??= signal;
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, hear);
  const watch = isNpms && setInterval(() => process.ppid !== startedBy && hear('SIGTERM'), lookEveryMs);
  return {
    end: () => asked ?? tell('SIGTERM'),
    leave() {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, hear);
      return asked;
    },
  };
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

// A stamp only saves time: a read-only installation works without.
function writeStamp(path, text) {
  try {
    writeFileSync(path, text);
  } catch {}
}

await main(process.argv.slice(2));
