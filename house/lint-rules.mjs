const SHORTEST_REASON = 8

/** `eslint-disable… rule -- reason`: whoever meets it later has to be able to judge whether it still holds. */
const exceptionNeedsReason = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { reason: 'Say why after " -- ": a lint exception has its reason on the line.' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (!/^\s*eslint-disable/.test(comment.value)) continue
          const reason = /\s--\s+(.*)/s.exec(comment.value)?.[1]?.trim() ?? ''
          if (reason.length < SHORTEST_REASON) context.report({ loc: comment.loc, messageId: 'reason' })
        }
      },
    }
  },
}

/** `value!` and `value as T` know better than the compiler: a comment on the line or the one before says how. */
const assertionNeedsReason = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { casts: { type: 'boolean' } }, additionalProperties: false }],
    defaultOptions: [{ casts: false }],
    messages: { reason: 'Say in a comment on this line or the one before why the compiler may be overruled here.' },
  },
  create(context) {
    const { sourceCode } = context
    const commented = new Set()
    for (const { type, loc } of sourceCode.getAllComments()) {
      // A comment of its own speaks for the line below it, one behind code for its line.
      for (let line = loc.start.line; line <= loc.end.line + 1; line++) commented.add(line)
      if (type === 'Line' && /\S/.test(sourceCode.lines[loc.start.line - 1].slice(0, loc.start.column)))
        commented.delete(loc.end.line + 1)
    }
    const ask = (node) => {
      const statement =
        sourceCode.getAncestors(node).findLast((one) => /Statement$|Declaration$/.test(one.type)) ?? node
      const lines = [node.loc.start.line, node.loc.end.line, statement.loc.start.line]
      if (!lines.some((line) => commented.has(line))) context.report({ node, messageId: 'reason' })
    }
    const isConst = ({ typeAnnotation }) =>
      typeAnnotation.type === 'TSTypeReference' && typeAnnotation.typeName.name === 'const'
    return {
      TSNonNullExpression: ask,
      TSAsExpression(node) {
        if (context.options[0].casts && !isConst(node)) ask(node)
      },
    }
  },
}

export const houseRules = {
  rules: { 'exception-needs-reason': exceptionNeedsReason, 'assertion-needs-reason': assertionNeedsReason },
}
