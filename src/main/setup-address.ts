/** The link by which a person chooses name and password. What stands behind # never reaches a server or its log. */
export const setupAddress = (publicUrl: string, token: string): string =>
  `${publicUrl}/setup#${token}`;
