import { useSpeech } from '../../texts/say.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Press } from '../../ui/press.tsx'

interface AlikeDialogProps {
  readonly onNo: () => void
  readonly onYes: () => void
}

/** The same was ordered lately: on purpose again, or by mistake? */
export function AlikeDialog({ onNo, onYes }: AlikeDialogProps) {
  const { say } = useSpeech()
  return (
    <AskFirst title={say('form.alike.title')} open onClose={onNo}>
      <p>{say('form.alike')}</p>
      <div className="row end">
        <Press onPress={onNo}>{say('form.alike.no')}</Press>
        <Press look="primary" onPress={onYes}>
          {say('form.alike.yes')}
        </Press>
      </div>
    </AskFirst>
  )
}
