import type { GatewayReport, IdentityCheckId } from '../../domain/merge/identity-check.ts'

/** The gateway at which a person proves who they are (본인확인): a phone company, a certificate, a credit bureau. */
export interface IdentityGateway {
  /** What the client opens the gateway's window with, beside the id of the check and our nonce. */
  readonly opening: { readonly storeId: string; readonly channelKey: string }
  /** Only where nothing is at stake: a test channel verifies anybody as anybody. */
  readonly acceptsTestChannel: boolean
  /**
   * Asks what became of a check; the client's own word proves nothing. Throws `ProviderFault('unavailable')` for
   * everything that is down, slow or nonsense.
   */
  report(id: IdentityCheckId): Promise<GatewayReport>
}
