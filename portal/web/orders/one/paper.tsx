import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { askForFile, codeOf } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import { Notice, Trouble } from '../../ui/tell.tsx'
import { saveFile } from '../list/save-file.ts'

/** The confirmation of an order on paper: printed from here, or as a file. */
export function Paper({ orderId, name }: { readonly orderId: string; readonly name: string }) {
  const { say, language } = useSpeech()
  const [printing, setPrinting] = useState(0)
  const frame = useRef<HTMLIFrameElement>(null)
  const address = `/api/orders/${encodeURIComponent(orderId)}/confirmation?language=${language}`
  const pdf = useMutation({
    mutationFn: () =>
      askForFile('GET /api/orders/:orderId/confirmation.pdf', { params: { orderId }, query: { language } }),
    onSuccess: (file) => saveFile(file, `${name}.pdf`),
  })
  return (
    <>
      <div className="row no-print">
        <Press onPress={() => setPrinting((times) => times + 1)}>{say('order.print')}</Press>
        <Press icon="download" busy={pdf.isPending} onPress={() => pdf.mutate()}>
          {say('order.pdf')}
        </Press>
      </div>
      {pdf.error ? (
        codeOf(pdf.error) === 'no_pdf' ? (
          <Notice tone="warn" now>
            {say('refusal.no_pdf')}{' '}
            <a href={address} target="_blank" rel="noopener">
              {say('order.print.page')}
            </a>
          </Notice>
        ) : (
          <Trouble error={pdf.error} again={() => pdf.mutate()} />
        )
      ) : null}
      {printing === 0 ? null : (
        <iframe
          key={printing}
          ref={frame}
          className="visually-hidden"
          title={say('order.print.page')}
          tabIndex={-1}
          aria-hidden="true"
          src={address}
          onLoad={() => frame.current?.contentWindow?.print()}
        />
      )}
    </>
  )
}
