import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Header } from 'react-aria-components'
import { useNavigate } from 'react-router'
import type { Me } from '../../contract/access.ts'
import { meQuery } from '../access/me.ts'
import { ask } from '../api/ask.ts'
import { languages, useSpeech, type Language } from '../texts/say.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTheme, themes } from '../ui/theme.ts'
import { paths } from './paths.ts'

/** Who is signed in; language, look, account, and the way out. */
export function PersonMenu({ me }: { readonly me: Me }) {
  const { say, language, choose } = useSpeech()
  const [theme, setTheme] = useTheme()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const out = useMutation({
    mutationFn: () => ask('POST /api/sign-out', { body: { everywhere: false } }),
    onSuccess: () => {
      queries.clear()
      queries.setQueryData(meQuery.queryKey, null)
    },
  })
  const speak = (next: Language): void => {
    choose(next)
    // What the server mails is in the same language.
    void ask('PATCH /api/me', { body: { language: next } }).catch(() => null)
  }
  return (
    <MenuTrigger>
      <Button className="button quiet person" aria-label={say('person.menu', { name: me.name })}>
        <Icon name="person" />
        <span className="person-name">{me.name}</span>
        <Icon name="down" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu aria-label={say('person.menu', { name: me.name })}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[language]}
            aria-label={say('language')}
          >
            <Header>{say('language')}</Header>
            {Object.entries(languages).map(([id, name]) => (
              // Object.entries loses the literal keys of the closed table of languages.
              <MenuItem key={id} id={id} className="item" onAction={() => speak(id as Language)}>
                <Mark on={id === language} />
                {name}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection selectionMode="single" disallowEmptySelection selectedKeys={[theme]} aria-label={say('theme')}>
            <Header>{say('theme')}</Header>
            {themes.map((one) => (
              <MenuItem key={one} id={one} className="item" onAction={() => setTheme(one)}>
                <Mark on={one === theme} />
                {say(`theme.${one}`)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection aria-label={me.email}>
            <Header>{me.email}</Header>
            <MenuItem className="item" onAction={() => void navigate(paths.account)}>
              <Mark on={false} />
              {say('nav.account')}
            </MenuItem>
            <MenuItem className="item" onAction={() => out.mutate()}>
              <Mark on={false} />
              {say('signOut')}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

const Mark = ({ on }: { readonly on: boolean }) => (
  <span className={on ? 'menu-mark' : 'menu-mark off'}>
    <Icon name="check" />
  </span>
)
