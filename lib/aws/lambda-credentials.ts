/**
 * Stands in for the SDK's chain of credential providers in the bundles of functions: Lambda gives the credentials of the
 * role as environment variables (AWS Lambda developer guide, "Defined runtime environment variables"), and the others
 * of the chain, single sign-on and all, are a quarter of what would have to be loaded.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
