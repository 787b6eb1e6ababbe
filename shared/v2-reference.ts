import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const readOpenApi = endpoint({
  method: 'GET',
  url: '/v2/openapi.json',
  summary: 'This API as an OpenAPI 3.1 document',
  description: 'For programs: client generators, Postman and the like.',
  tag: 'reference',
  access: 'anyone',
  answer: z.record(z.string(), z.unknown()),
});

export const readReference = endpoint({
  method: 'GET',
  url: '/docs',
  summary: 'This API as a page for people, in Hebrew or English',
  tag: 'reference',
  access: 'anyone',
  query: z.object({ lang: z.enum(['he', 'en']).catch('he') }),
  answer: z.string(),
});
