import type { LinkQuestion, PendingConnection } from '../../domain/visit/pending-connection.ts'

/** A visit that has a question open. */
export type Questioned = PendingConnection & { readonly question: LinkQuestion }
