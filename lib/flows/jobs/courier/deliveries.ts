/** How many messages ended how. */
export interface Deliveries {
  readonly sent: number
  readonly dropped: number
  /** Will be tried again. */
  readonly delayed: number
  readonly failed: number
}

export const noDeliveries: Deliveries = { sent: 0, dropped: 0, delayed: 0, failed: 0 }

export const together = (one: Deliveries, other: Deliveries): Deliveries => ({
  sent: one.sent + other.sent,
  dropped: one.dropped + other.dropped,
  delayed: one.delayed + other.delayed,
  failed: one.failed + other.failed,
})
