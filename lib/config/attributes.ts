import { compileAttributes, readAttributeSchema } from '../attributes/compile.ts'
import type { CompiledAttributes } from '../attributes/compiled-attributes.ts'
import { stageAttributes as noAttributes } from '../attributes/no-attributes.ts'
import { ConfigurationError, optional, type Variables } from './stage.ts'

/**
 * The stage's schema of attributes, compiled now. This module is `#stage-attributes` where nothing is bundled; in
 * a bundle the compiled schema itself is. Throws `ConfigurationError` for one that is not sound.
 */
export function stageAttributes(variables: Variables): CompiledAttributes {
  const name = 'IEUM_ATTRIBUTES'
  const given = optional(variables, name)
  if (given === undefined) return noAttributes()
  try {
    return compileAttributes(readAttributeSchema(given))
  } catch (error) {
    throw new ConfigurationError(name, error instanceof Error ? error.message : 'is not a schema')
  }
}
