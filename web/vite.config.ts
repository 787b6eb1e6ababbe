import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig(({ mode }) => {
  // Vite's own reader of the environment: server/config.ts is a module of the server and not for the browser's build.
  const env = loadEnv(mode, here, 'PNIYA_');
  const app = `http://127.0.0.1:${env.PNIYA_PORT ?? '3000'}`;
  return {
    root: here,
    plugins: [react()],
    build: { outDir: '../dist/web', emptyOutDir: true, assetsInlineLimit: 0 },
    // With the slash: `/api.ts` is a module of ours.
    server: { proxy: { '^/(api|v2|oauth)/': app } },
    test: { root: here, include: ['**/*.test.{ts,tsx}'], environment: 'node' },
  };
});
