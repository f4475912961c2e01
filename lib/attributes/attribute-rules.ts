import { faultText } from '#fault-texts'
import type { AttributeRules } from '../domain/member/attributes.ts'
import type { InputFault } from '../domain/values/problem.ts'
import type { CompiledAttributes, SchemaError } from './compiled-attributes.ts'

/** Nobody fixes more faults at once. */
const maxFaults = 20

const escaped = (name: unknown): string =>
  String(name).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')

/** The JSON Pointer of a fault. For a missing or unknown attribute it points at the attribute itself. */
function pointerOf({ instancePath, params }: SchemaError): string {
  const name = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty']
  return `/attributes${instancePath}${name === undefined ? '' : `/${escaped(name)}`}`
}

/**
 * Builds the rules of a stage's attributes from its compiled schema. `faults`
 * gives at most 20 faults, one per place.
 */
export const createAttributeRules = ({
  required,
  uploads,
  validate,
}: CompiledAttributes): AttributeRules => ({
  required,
  uploads,
  faults(attributes) {
    if (validate(attributes)) return []
    const faults = (validate.errors ?? []).map((error): InputFault => {
      return { pointer: pointerOf(error), detail: faultText(error) }
    })
    const places = new Map(faults.toReversed().map((fault) => [fault.pointer, fault]))
    return [...places.values()].toReversed().slice(0, maxFaults)
  },
})
