import type { MemberId } from '../../../../domain/values/ids.ts'

/** The index by which a policy that considers names finds members. */
export interface NameEntries {
  /**
   * Lists a member in an index, where it may be listed already. `nameless`: it has no name for that index, or nobody is
   * there. `conflict`: it changed meanwhile. Throws `unavailable`.
   */
  add(id: MemberId, index: 'name' | 'name+birth'): Promise<'added' | 'nameless' | 'conflict'>
}
