/** The kinds of contact that several members may have. */
export const contactKinds = ['email', 'phone'] as const
export type ContactKind = (typeof contactKinds)[number]

/** As many members who share a contact are each named by it beside a password; of more, it names nobody. */
export const maxSharers = 3
