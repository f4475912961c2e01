export type * from './api.ts'
export { createClient, type Ieum, type Options } from './client.ts'
export { type Lock, memoryStorage, type Page, type Storage } from './ports.ts'
export { type ProblemCode, ProblemError } from './problem.ts'
