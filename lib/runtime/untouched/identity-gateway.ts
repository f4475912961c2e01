import type { IdentityGateway } from '../../flows/ports/identity-gateway.ts'

/**
 * Replaces the identity gateway in functions whose routes check no identity, since even unused code in a bundle costs time
 * at a cold start. Every use throws an `Error`.
 */
export const createIdentityGateway = (): IdentityGateway => ({
  get opening(): never {
    return refuse()
  },
  get acceptsTestChannel(): never {
    return refuse()
  },
  report: refuse,
})

function refuse(): never {
  throw new Error('this function must not ask the identity gateway, since its route does not')
}
