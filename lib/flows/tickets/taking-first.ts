import type { ActionKind, VisitAction } from '../../domain/visit/action.ts'
import type { KnownCandidate, SessionRecord } from '../ports/store.ts'
import type { ActionHandlers, conflict } from '../visit/decide-and-act.ts'

/**
 * The same effects, each behind the use of the ticket, which is taken once even if the visit is decided again. Those of
 * `themselves` consume the ticket in their own transaction: when they cannot act, as with a hook that fails, the
 * ticket still works.
 */
export function takingFirst<Result>(
  acting: ActionHandlers<Result>,
  take: () => Promise<void>,
  themselves: readonly ActionKind[],
): ActionHandlers<Result> {
  let taken: Promise<void> | undefined
  const first =
    <Kind extends ActionKind>(kind: Kind) =>
    async (
      action: VisitAction<Kind>,
      known: readonly KnownCandidate[],
      own?: SessionRecord,
    ): Promise<Result | typeof conflict> => {
      if (!themselves.includes(kind)) {
        taken ??= take()
        await taken
      }
      return acting[kind](action, known, own)
    }
  return {
    sign_in: first('sign_in'),
    keep_pending: first('keep_pending'),
    disconnect_and_refuse: first('disconnect_and_refuse'),
    refuse: first('refuse'),
    link: first('link'),
    already_linked: first('already_linked'),
    merge: first('merge'),
    reauthenticate: first('reauthenticate'),
  }
}
