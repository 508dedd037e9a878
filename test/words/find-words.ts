/** Reads what a source file says: the sentences put into `say` and `t`, and Japanese that goes past both. */
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'

/** What marks a sentence of the patient, and one of staff. */
export const PATIENT_CALLS: ReadonlySet<string> = new Set(['say', 'patientText'])
export const STAFF_CALLS: ReadonlySet<string> = new Set(['t', 'staffText'])

export interface FoundWords {
  /** Literals in `say(…)` or `patientText(…)`. */
  patient: string[]
  /** Literals in `t(…)` or `staffText(…)`. */
  staff: string[]
  /** Literals and template text with Japanese in them that neither has seen. */
  bare: string[]
  /** Every literal, wherever it stands. */
  all: string[]
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

export function isJapanese(text: string): boolean {
  return JAPANESE.test(text)
}

export function findWords(path: string): FoundWords {
  return wordsOf(readFileSync(path, 'utf8'), path.endsWith('.vue'))
}

export function wordsOf(source: string, isComponent: boolean): FoundWords {
  const found: FoundWords = { patient: [], staff: [], bare: [], all: [] }
  if (!isComponent) {
    readScript(source, found)
    return found
  }
  const { descriptor, errors } = parse(source)
  if (errors.length > 0) throw new Error('not a component', { cause: errors[0] })
  for (const block of [descriptor.script, descriptor.scriptSetup]) {
    if (block) readScript(block.content, found)
  }
  if (descriptor.template?.ast) readTemplate(descriptor.template.ast, found)
  return found
}

/** The parts of the template's tree that are looked at; its own types are enums that exist at compile time only. */
interface TemplateNode {
  type: number
  content?: unknown
  children?: TemplateNode[]
  props?: { type: number; value?: { content: string }; exp?: { content: string } }[]
}
const TEXT = 2
const INTERPOLATION = 5
const ATTRIBUTE = 6

function readTemplate(node: unknown, found: FoundWords): void {
  const { type, content, children = [], props = [] } = node as TemplateNode
  if (type === TEXT && typeof content === 'string') readBare(content.trim(), found)
  if (type === INTERPOLATION) readScript((content as { content: string }).content, found)
  for (const prop of props) {
    if (prop.type === ATTRIBUTE) readBare(prop.value?.content ?? '', found)
    else if (prop.exp) readScript(`(${prop.exp.content})`, found)
  }
  children.forEach((child) => readTemplate(child, found))
}

function readBare(text: string, found: FoundWords): void {
  if (text === '') return
  found.all.push(text)
  if (isJapanese(text)) found.bare.push(text)
}

function readScript(source: string, found: FoundWords): void {
  const file = ts.createSourceFile('words.ts', source, ts.ScriptTarget.Latest, true)
  visit(file, found.bare)

  function visit(node: ts.Node, into: string[]): void {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isTemplateRest(node)) {
      found.all.push(node.text)
      if (into !== found.bare || isJapanese(node.text)) into.push(node.text)
      return
    }
    if (ts.isIdentifier(node) && isJapanese(node.text)) return
    if (!ts.isCallExpression(node)) {
      ts.forEachChild(node, (child) => visit(child, into))
      return
    }
    const name = ts.isIdentifier(node.expression) ? node.expression.text : ''
    const [sentence, ...rest] = node.arguments
    visit(node.expression, into)
    if (sentence) visit(sentence, sentencesOf(name) ?? into)
    rest.forEach((argument) => visit(argument, into))
  }

  function sentencesOf(name: string): string[] | null {
    if (PATIENT_CALLS.has(name)) return found.patient
    return STAFF_CALLS.has(name) ? found.staff : null
  }
}

function isTemplateRest(node: ts.Node): node is ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
}
