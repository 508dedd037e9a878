export { createCcidDriver } from './session'
