import { compileAttributes } from '../attributes/compile.ts'
import type { CompiledAttributes } from '../attributes/compiled-attributes.ts'
import { stageAttributes as noAttributes } from '../attributes/no-attributes.ts'
import { settings } from './current-stage.ts'

/**
 * The stage's schema of attributes, compiled now. This module is `#stage-attributes` where nothing is bundled; in
 * a bundle the compiled schema itself is. The stage was refused before if the schema is not sound.
 */
export function stageAttributes(): CompiledAttributes {
  const { attributes } = settings()
  return attributes === null ? noAttributes() : compileAttributes(attributes)
}
