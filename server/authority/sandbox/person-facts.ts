/** A person as of a day: birthdate and card. */
import { ageOn, birthdayIn, splitDay, type Day } from '../../../domain/days'
import type { CardHolder } from './card-issuer'
import type { SandboxPerson } from './person'

/** The birthdate that makes the person so old on that day. */
export function birthdateOf(person: SandboxPerson, today: Day): Day {
  const year = splitDay(today).year - person.age
  const birthdate = birthdayIn(`2000-${person.birthday}`, year)
  return ageOn(birthdate, today) === person.age
    ? birthdate
    : birthdayIn(`2000-${person.birthday}`, year - 1)
}

/** What stands on the person's card, the certificate's own part left out. */
export function cardHolderOf(person: SandboxPerson, today: Day, cardExpiry: Day): CardHolder {
  return {
    personaId: person.id,
    label: person.label,
    pin: person.pin,
    triesLeft: person.triesLeft,
    basicFour: {
      name: person.name,
      address: person.address,
      birthdate: birthdateOf(person, today),
      sex: person.sex === 'male' ? '1' : '2',
    },
    cardExpiry,
    municipality: person.municipality,
    kind: 'mynumber',
  }
}
