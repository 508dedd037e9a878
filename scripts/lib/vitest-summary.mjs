import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'

/**
 * A reporter of vitest: writes to the file named by `TAZUNE_TEST_SUMMARY` how many tests passed, failed and were skipped, and each fault by name.
 * A file that cannot be loaded, a set-up that fails and an error outside of any test are faults of their own: none of their tests need have failed.
 */
export default class VitestSummary {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, skipped: 0, faults: [] }
    const add = (name, errors) => {
      if (errors.length > 0) summary.faults.push({ name, why: errors.map(words).join('\n') })
    }
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId)
      add(file, module.errors())
      for (const suite of module.children.allSuites())
        add(`${file} > ${suite.fullName}`, suite.errors())
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result()
        if (state === 'passed') summary.passed += 1
        else if (state === 'failed') add(`${file} > ${test.fullName}`, errors)
        else summary.skipped += 1
      }
    }
    for (const error of unhandledErrors) add('outside of any test', [error])
    writeFileSync(process.env.TAZUNE_TEST_SUMMARY, JSON.stringify(summary))
  }
}

const words = (error) => error.stack ?? error.message
