/** Those who can sign in; a person stays the same object when renamed. */
export interface People<Person> {
  readonly all: () => readonly Person[];
  readonly nameOf: (person: Person) => string;
}

export const personNamed = <Person>(
  { all, nameOf }: People<Person>,
  name: string | undefined,
): Person | undefined => all().find((person) => nameOf(person) === name);
