/** Whose a credential is, before rights are looked up. */
export interface Identity {
  readonly userId: string
  /** The id of the key, session or token: what limits count by, and what signing out ends. */
  readonly credentialId: string
  /** The kind of credential, in the words of audit events. */
  readonly establishedWith: string
}
