import type { LinkQuestion, PendingConnection } from '../../domain/visit/pending-connection.ts'

/** A pending visit with an open question. */
export type Questioned = PendingConnection & { readonly question: LinkQuestion }
