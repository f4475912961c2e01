/** What a service may add by a module of its own, by name. */
export const hookNames = [
  'beforeRegister',
  'beforeLink',
  'legacySignIn',
  'tokenClaims',
  'messages',
  'sms',
] as const
export type HookName = (typeof hookNames)[number]
