// Made by `npm run generate:api` from the declarations of the server's routes. Not edited by hand.
// The parameter `space` is left out: a client knows its space.

export interface paths {
    "/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpaceroot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccounts"];
        put?: never;
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccount"];
        put: operations["replaceAccount"];
        post?: never;
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/{id}/pk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccountPk"];
        put: operations["replaceAccountPk"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/{id}/usages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccountUsages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/accounts/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccountsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplates"];
        put?: never;
        post: operations["createActionTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplate"];
        put: operations["replaceActionTemplate"];
        post?: never;
        delete: operations["deleteActionTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/{id}/actionsUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["actionsUpdateActionTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/{id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplateLogo"];
        put?: never;
        post: operations["logoActionTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplateUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplateVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/{id}/versions/{version}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplateVersionLogo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplatesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplatesCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/actiontemplates/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActionTemplatesSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/agentregistrationtokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAgentregistrationtokens"];
        put?: never;
        post: operations["createAgentRegistrationToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/agentregistrationtokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAgentregistrationtoken"];
        put?: never;
        post?: never;
        delete: operations["deleteAgentregistrationtoken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/approvalpolicies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getApprovalpolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getArtifacts"];
        put?: never;
        post: operations["createArtifact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getArtifact"];
        put: operations["replaceArtifact"];
        post?: never;
        delete: operations["deleteArtifact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getArtifactContent"];
        put: operations["replaceArtifactContent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/artifacts/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getArtifactsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/build-information": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getBuildInformation"];
        put?: never;
        post: operations["buildInformation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/build-information/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getBuildInformationById"];
        put?: never;
        post?: never;
        delete: operations["deleteBuildInformationById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/build-information/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteBuildInformationBulk"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCertificates"];
        put?: never;
        post: operations["createCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCertificate"];
        put: operations["replaceCertificate"];
        post?: never;
        delete: operations["deleteCertificate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/certificates/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCertificatesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["followChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannels"];
        put?: never;
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannel"];
        put: operations["replaceChannel"];
        post?: never;
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/{id}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannelReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannelsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/channels/rule-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannelsRuleTest"];
        put?: never;
        post: operations["testChannelRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/dashboard/dynamic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDashboardDynamic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/dashboardconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDashboardconfiguration"];
        put: operations["replaceDashboardconfiguration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deploymentprocesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeploymentProcesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deploymentprocesses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeploymentProcess"];
        put: operations["replaceDeploymentProcess"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deploymentprocesses/{id}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeploymentProcessTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeployments"];
        put?: never;
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        delete: operations["deleteDeployment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/create/tenanted/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deployToTenantsByName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/create/untenanted/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deployByName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/deployments/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["overrideDeployments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironments"];
        put?: never;
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironment"];
        put: operations["replaceEnvironment"];
        post?: never;
        delete: operations["deleteEnvironment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/{id}/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironmentMachines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/{id}/singlyscopedvariabledetails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironmentSinglyscopedvariabledetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironmentsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/ephemeral/{id}/deprovision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deprovisionEnvironmentsEphemeralById"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/sortorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["replaceEnvironmentsSortOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironmentsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/environments/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironmentsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeeds"];
        put?: never;
        post: operations["createFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeed"];
        put: operations["replaceFeed"];
        post?: never;
        delete: operations["deleteFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeedPackagesNotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeedPackagesSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/{id}/packages/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeedPackagesVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeedsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/feeds/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeedsStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/git-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGitCredentials"];
        put?: never;
        post: operations["createGitCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/git-credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGitCredential"];
        put: operations["replaceGitCredential"];
        post?: never;
        delete: operations["deleteGitCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/git-credentials/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGitCredentialsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLibraryVariableSets"];
        put?: never;
        post: operations["createLibraryVariableSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLibraryVariableSet"];
        put: operations["replaceLibraryVariableSet"];
        post?: never;
        delete: operations["deleteLibraryVariableSet"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets/{id}/usages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLibraryVariableSetUsages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/libraryvariablesets/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLibraryVariableSetsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLifecycles"];
        put?: never;
        post: operations["createLifecycle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLifecycle"];
        put: operations["replaceLifecycle"];
        post?: never;
        delete: operations["deleteLifecycle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLifecyclePreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/{id}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLifecycleProjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLifecyclesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/lifecycles/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLifecyclesPreviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinePolicies"];
        put?: never;
        post: operations["createMachinePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinePolicy"];
        put: operations["replaceMachinePolicy"];
        post?: never;
        delete: operations["deleteMachinePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/{id}/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinePolicyMachines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinePoliciesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machinepolicies/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinePoliciesTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machineroles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachineRolesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachines"];
        put?: never;
        post: operations["createMachine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachine"];
        put: operations["replaceMachine"];
        post?: never;
        delete: operations["deleteMachine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachineConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}/installations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachineInstallations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachineTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinesDiscover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/operatingsystem/names/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinesOperatingsystemNamesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/machines/operatingsystem/shells/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMachinesOperatingsystemShellsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/nuget/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["replaceNugetPackages"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/observability/kubernetes-monitors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getObservabilityKubernetesMonitor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/observability/logs/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createObservabilityLogsSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPackage"];
        put?: never;
        post?: never;
        delete: operations["deletePackage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPackageRaw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{package}/{base}/delta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deltaPackageByBase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/{package}/{version}/delta-signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPackageByVersionDeltaSignature"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deletePackagesBulk"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPackagesNotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/packages/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rawPackages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/parentEnvironments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getParentEnvironments"];
        put?: never;
        post: operations["createParentEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/parentEnvironments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getParentEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/parentEnvironments/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getParentEnvironmentsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/progression/{projectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProgressionByProjectId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectGroups"];
        put?: never;
        post: operations["createProjectGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectGroup"];
        put: operations["replaceProjectGroup"];
        post?: never;
        delete: operations["deleteProjectGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups/{id}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectGroupProjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projectgroups/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectGroupsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjects"];
        put?: never;
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProject"];
        put: operations["replaceProject"];
        post?: never;
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/{gitRef}/deploymentprocesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectByGitRefDeploymentProcesses"];
        put: operations["replaceProjectByGitRefDeploymentProcesses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/{gitRef}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectByGitRefVariables"];
        put: operations["replaceProjectByGitRefVariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectChannels"];
        put?: never;
        post: operations["createProjectChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectChannel"];
        put: operations["replaceProjectChannel"];
        post?: never;
        delete: operations["deleteProjectChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/channels/{channel}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectChannelReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/channels/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["replaceProjectChannelsOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/converge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["convergeProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/deploymentprocesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectDeploymentProcesses"];
        put: operations["replaceProjectDeploymentProcesses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/deploymentprocesses/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectDeploymentProcessesTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/deploymentsettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectDeploymentSettings"];
        put: operations["replaceProjectDeploymentSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/environments/{environment}/untenanted/livestatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectEnvironmentUntenantedLivestatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/environments/ephemeral": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["ephemeralProjectEnvironments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/environments/ephemeral/{environment}/deprovision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deprovisionProjectEnvironmentsEphemeralByEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/environments/ephemeral/{environment}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectEnvironmentsEphemeralByEnvironmentStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/git/branches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectGitBranches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/git/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["convertProjectGit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/git/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectGitTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectLogo"];
        put?: never;
        post: operations["logoProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/releases/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbookprocesses/{process}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookProcess"];
        put: operations["replaceProjectRunbookProcess"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbooks"];
        put?: never;
        post: operations["createProjectRunbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbook"];
        put: operations["replaceProjectRunbook"];
        post?: never;
        delete: operations["deleteProjectRunbook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookEnvironments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbookruns/preview/{environment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookRunbookRunsPreviewByEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbookruns/preview/{environment}/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookRunbookRunsPreviewByEnvironmentByTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbookruns/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createProjectRunbookRunbookRunsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbookruntemplate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookRunbookruntemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbooksnapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookRunbookSnapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbooksnapshots/{snapshot}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookRunbookSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooks/{runbook}/runbooksnapshottemplate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookRunbooksnapshottemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooksnapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookSnapshots"];
        put?: never;
        post: operations["createProjectRunbookSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/runbooksnapshots/{snapshot}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectRunbookSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectVariables"];
        put: operations["replaceProjectVariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{projectId}/progression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectProgression"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{projectId}/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTriggersOfProject"];
        put?: never;
        post: operations["createTriggerInProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/{projectId}/triggers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTriggerOfProject"];
        put: operations["replaceTriggerOfProject"];
        post?: never;
        delete: operations["deleteTriggerOfProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/experimental/summaries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectsExperimentalSummaries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/import-export/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["exportProjectsImportExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/import-export/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["importProjectsImportExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projects/pulse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectsPulse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projecttriggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectTriggers"];
        put?: never;
        post: operations["createProjectTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projecttriggers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectTrigger"];
        put: operations["replaceProjectTrigger"];
        post?: never;
        delete: operations["deleteProjectTrigger"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projecttriggers/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectTriggerDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/projecttriggers/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProjectTriggersAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/proxies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProxies"];
        put?: never;
        post: operations["createProxy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/proxies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProxy"];
        put: operations["replaceProxy"];
        post?: never;
        delete: operations["deleteProxy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/proxies/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProxiesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleases"];
        put?: never;
        post: operations["createRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRelease"];
        put: operations["replaceRelease"];
        post?: never;
        delete: operations["deleteRelease"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/defects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseDefects"];
        put?: never;
        post: operations["createReleaseDefect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/defects/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resolveReleaseDefects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseDeployments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["planReleaseDeployments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/preview/{environment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseDeploymentsPreviewByEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/preview/{environment}/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseDeploymentsPreviewByEnvironmentByTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createReleaseDeploymentsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/deployments/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseDeploymentsTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/missingpackages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseMissingPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/progression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseProgression"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/snapshot-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createReleaseSnapshotVariable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/snapshot-variables-by-name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["snapshotVariablesByNameRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReleaseVariables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/releases/create/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createReleaseByName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/reporting/deployments-counted-by-week": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReportingDeploymentsCountedByWeek"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/reporting/deployments/xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReportingDeploymentsXml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/retentionpolicies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRetentionpolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbook-runs/create/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["runRunbookByName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbook-runs/git/create/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["runRunbookOfGitByName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbookprocesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookProcesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbookprocesses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookProcess"];
        put: operations["replaceRunbookProcess"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbookruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookRuns"];
        put?: never;
        post: operations["createRunbookRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbookruns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookRun"];
        put?: never;
        post?: never;
        delete: operations["deleteRunbookRun"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbooks"];
        put?: never;
        post: operations["createRunbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbook"];
        put: operations["replaceRunbook"];
        post?: never;
        delete: operations["deleteRunbook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooks/{id}/runbookruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookRunbookRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooks/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbooksAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookSnapshots"];
        put?: never;
        post: operations["createRunbookSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookSnapshot"];
        put: operations["replaceRunbookSnapshot"];
        post?: never;
        delete: operations["deleteRunbookSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}/runbookruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookSnapshotRunbookRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}/runbookruns/preview/{environment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookSnapshotRunbookRunsPreviewByEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}/runbookruns/preview/{environment}/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookSnapshotRunbookRunsPreviewByEnvironmentByTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}/runbookruns/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createRunbookSnapshotRunbookRunsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}/runbookruns/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRunbookSnapshotRunbookRunsTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/runbooksnapshots/{id}/snapshot-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createRunbookSnapshotSnapshotVariable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/scheduledprojecttriggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScheduledProjectTriggers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/scheduledprojecttriggers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScheduledProjectTrigger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/servertaskapprovals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServertaskapprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tagsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTagSets"];
        put?: never;
        post: operations["createTagSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tagsets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTagSet"];
        put: operations["replaceTagSet"];
        post?: never;
        delete: operations["deleteTagSet"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tagsets/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTagSetsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tagsets/sortorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["replaceTagSetsSortOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenants"];
        put?: never;
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenant"];
        put: operations["replaceTenant"];
        post?: never;
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/{id}/commonvariables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantCommonvariables"];
        put: operations["replaceTenantCommonvariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/{id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantLogo"];
        put?: never;
        post: operations["logoTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/{id}/projectvariables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantProjectvariables"];
        put: operations["replaceTenantProjectvariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantVariables"];
        put: operations["replaceTenantVariables"];
        post: operations["createTenantVariable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantsStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/tag-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantsTagTest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenants/variables-missing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantsVariablesMissing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/tenantvariables/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantVariablesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getVariable"];
        put: operations["replaceVariable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getVariablesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getVariablesNames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/variables/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getVariablesPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPools"];
        put?: never;
        post: operations["createWorkerPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPool"];
        put: operations["replaceWorkerPool"];
        post?: never;
        delete: operations["deleteWorkerPool"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/{id}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPoolWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPoolsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/dynamicworkertypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPoolsDynamicworkertypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/sortorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["replaceWorkerPoolsSortOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPoolsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workerpools/supportedtypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerPoolsSupportedtypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkers"];
        put?: never;
        post: operations["createWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorker"];
        put: operations["replaceWorker"];
        post?: never;
        delete: operations["deleteWorker"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/{id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkerConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkersAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkersDiscover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/operatingsystem/names/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkersOperatingsystemNamesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{space}/workers/operatingsystem/shells/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkersOperatingsystemShellsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["registerAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAuthentication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCapabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCapability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/communityactiontemplates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCommunityActionTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/communityactiontemplates/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCommunityActionTemplatesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/configuration/feature-toggles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getConfigurationFeatureToggles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deploymentfreezes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeploymentfreezes"];
        put?: never;
        post: operations["createDeploymentfreeze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deploymentfreezes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeploymentfreeze"];
        put: operations["replaceDeploymentfreeze"];
        post?: never;
        delete: operations["deleteDeploymentfreeze"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEventsAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/archives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEventsArchives"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEventsCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/documenttypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEventsDocumenttypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEventsGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/featuresconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFeaturesconfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interruptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getInterruptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interruptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getInterruption"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interruptions/{id}/responsible": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getInterruptionResponsible"];
        put: operations["replaceInterruptionResponsible"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interruptions/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["submitInterruption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licenses/licenses-current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLicensesLicensesCurrent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licenses/licenses-current-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLicensesLicensesCurrentStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/maintenanceconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMaintenanceconfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOctopusservernodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOctopusservernode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOctopusservernodesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/octopusservernodes/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOctopusservernodesSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/performanceconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPerformanceconfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/permissions/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPermissionsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ratelimitingpolicies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRatelimitingpolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scopeduserroles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScopedUserRoles"];
        put?: never;
        post: operations["createScopedUserRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scopeduserroles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScopedUserRole"];
        put: operations["replaceScopedUserRole"];
        post?: never;
        delete: operations["deleteScopedUserRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scopeduserroles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScopedUserRolesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusExtensions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/gc-collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["gcCollectServerStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/system-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusSystemInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/system-report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusSystemReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serverstatus/timezones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServerStatusTimezones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{id}/oidcidentities/{identityId}/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOidcIdentity"];
        put: operations["replaceOidcIdentity"];
        post?: never;
        delete: operations["deleteOidcIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{id}/oidcidentities/create/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createOidcIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{id}/oidcidentities/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listOidcIdentities"];
        put?: never;
        post: operations["createOidcIdentityShortly"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/serviceaccounts/{id}/oidcidentities/v1/{identityId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOidcIdentityShortly"];
        put: operations["replaceOidcIdentityShortly"];
        post?: never;
        delete: operations["deleteOidcIdentityShortly"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/smtpconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSmtpconfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/smtpconfiguration/isconfigured": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSmtpconfigurationIsconfigured"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpaces"];
        put?: never;
        post: operations["createSpace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpace"];
        put: operations["replaceSpace"];
        post?: never;
        delete: operations["deleteSpace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces/{id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpaceLogo"];
        put?: never;
        post: operations["logoSpace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces/{id}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpaceSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spaces/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpacesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSubscriptions"];
        put?: never;
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSubscription"];
        put: operations["replaceSubscription"];
        post?: never;
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSubscriptionDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions/{id}/deliveries/{event}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeliverSubscriptionDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions/{id}/deliveries/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeliverSubscriptionDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSubscriptionsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTasks"];
        put?: never;
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTaskDetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/prioritize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["prioritizeTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/queued-behind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTaskQueuedBehind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTaskRaw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stateTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/status/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTaskStatusMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTaskStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/rerun/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["byIdTasksRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/tasktypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTasksTaskTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teammembership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeamMembership"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teammembership/previewteam": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewteamTeamMembership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeams"];
        put?: never;
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeam"];
        put: operations["replaceTeam"];
        post?: never;
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}/scopeduserroles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeamScopedUserRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeamsAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["exchangeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/upgradeconfiguration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUpgradeconfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/userroles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserRoles"];
        put?: never;
        post: operations["createUserRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/userroles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserRole"];
        put: operations["replaceUserRole"];
        post?: never;
        delete: operations["deleteUserRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/userroles/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserRolesAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUsers"];
        put?: never;
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUser"];
        put: operations["replaceUser"];
        post?: never;
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/apikeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserApiKeys"];
        put?: never;
        post: operations["createUserApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/apikeys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserApiKey"];
        put?: never;
        post?: never;
        delete: operations["deleteUserApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserPermissionsConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportUserPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserSpaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserTeams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUsersAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOwnAuthentication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/authentication/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserAuthentication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/external-search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["searchExternalUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/identity-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserIdentityMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUsersMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccessToken */
        AccessToken: {
            access_token: string;
            expires_in: number;
            issued_token_type: string;
            token_type: string;
        };
        /** Account */
        Account: {
            AccessKey?: null | string;
            AccountTestSubjectKeys?: null | string[];
            AccountType: "UsernamePassword" | "SshKeyPair" | "Token" | "AmazonWebServicesAccount" | "AmazonWebServicesOidcAccount" | "AzureServicePrincipal" | "AzureOidc" | "GoogleCloudAccount" | "GoogleCloudOidcAccount" | "GenericOidcAccount";
            Audience?: null | string;
            AzureEnvironment?: null | string;
            ClientId?: null | string;
            DeploymentSubjectKeys?: null | string[];
            Description: string;
            EnvironmentIds: string[];
            HealthCheckSubjectKeys?: null | string[];
            Id: string;
            JsonKey?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Password?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            PrivateKeyFile?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            PrivateKeyPassphrase?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            Region?: null | string;
            RoleArn?: null | string;
            SecretKey?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            Slug: string;
            SpaceId: string;
            SubscriptionNumber?: null | string;
            TenantedDeploymentParticipation?: null | ("Untenanted" | "TenantedOrUntenanted" | "Tenanted");
            TenantId?: null | string;
            TenantIds: string[];
            TenantTags: string[];
            Token?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            Username?: null | string;
        };
        /** AccountBody */
        AccountBody: {
            AccessKey?: string;
            AccountTestSubjectKeys?: string[];
            AccountType: "UsernamePassword" | "SshKeyPair" | "Token" | "AmazonWebServicesAccount" | "AmazonWebServicesOidcAccount" | "AzureServicePrincipal" | "AzureOidc" | "GoogleCloudAccount" | "GoogleCloudOidcAccount" | "GenericOidcAccount";
            Audience?: string;
            AzureEnvironment?: string;
            ClientId?: string;
            DeploymentSubjectKeys?: string[];
            Description?: string;
            EnvironmentIds?: string[];
            HealthCheckSubjectKeys?: string[];
            JsonKey?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Name: string;
            Password?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            PrivateKeyFile?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            PrivateKeyPassphrase?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Region?: string;
            RoleArn?: string;
            SecretKey?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Slug?: string;
            SubscriptionNumber?: string;
            TenantedDeploymentParticipation?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
            TenantId?: string;
            TenantIds?: string[];
            TenantTags?: string[];
            Token?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Username?: string;
        };
        /** AccountCollection */
        AccountCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Account"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** AccountUsages */
        AccountUsages: {
            DeploymentProcesses: {
                [key: string]: unknown;
            }[];
            LibraryVariableSets: {
                [key: string]: unknown;
            }[];
            ProjectVariableSets: {
                IsCurrentlyBeingUsedInProject: boolean;
                ProjectId: string;
                ProjectName: string;
                Releases: {
                    [key: string]: unknown;
                }[];
            }[];
            Releases: {
                [key: string]: unknown;
            }[];
            RunbookProcesses: {
                [key: string]: unknown;
            }[];
            RunbookSnapshots: {
                [key: string]: unknown;
            }[];
            Targets: {
                [key: string]: unknown;
            }[];
            Tenants: {
                TenantId: string;
                TenantName: string;
            }[];
            Workers: {
                WorkerId: string;
                WorkerName: string;
            }[];
        };
        /** ActionTemplate */
        ActionTemplate: {
            ActionType: string;
            CommunityActionTemplateId: null | string;
            Description: string;
            GitDependencies: Record<string, never>[];
            Id: string;
            Inputs: null | Record<string, never>;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Packages: Record<string, never>[];
            Parameters: {
                DefaultValue?: null | (string | ({
                    HasValue?: null | boolean;
                    NewValue?: null | string;
                } | unknown | unknown));
                DisplaySettings: {
                    [key: string]: string;
                };
                HelpText: string;
                Id: string;
                Label: string;
                Name: string;
            }[];
            Properties: {
                [key: string]: string | ({
                    HasValue?: null | boolean;
                    NewValue?: null | string;
                } | unknown | unknown);
            };
            Slug: string;
            SpaceId: string;
            StepPackageVersion: null | string;
            Version: number;
        };
        /** ActionTemplateBody */
        ActionTemplateBody: {
            ActionType: string;
            CommunityActionTemplateId?: null | string;
            Description?: string;
            GitDependencies?: Record<string, never>[];
            Inputs?: null | Record<string, never>;
            Name: string;
            Packages?: Record<string, never>[];
            Parameters?: {
                DefaultValue?: string | ({
                    HasValue?: boolean;
                    NewValue?: string;
                } | unknown | unknown);
                DisplaySettings?: {
                    [key: string]: string;
                };
                HelpText?: string;
                Id?: string;
                Label?: string;
                Name: string;
            }[];
            Properties?: {
                [key: string]: string | ({
                    HasValue?: boolean;
                    NewValue?: string;
                } | unknown | unknown);
            };
            Slug?: string;
            StepPackageVersion?: null | string;
        };
        /** ActionTemplateCategory */
        ActionTemplateCategory: {
            Id: string;
            Name: string;
        };
        /** ActionTemplateCollection */
        ActionTemplateCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ActionTemplate"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ActionTemplateSearchItem */
        ActionTemplateSearchItem: {
            Author: string;
            Categories: string[];
            Description: string;
            Features: string[];
            Id: string;
            IsBuiltIn: boolean;
            IsInstalled: boolean;
            Keywords: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Type: string;
        };
        /** ActionUpdate */
        ActionUpdate: {
            Id: string;
            Outcome: string;
        };
        /** Activity */
        Activity: {
            Children: {
                [key: string]: unknown;
            }[];
            Ended: null | string;
            Id: string;
            LogElements: components["schemas"]["LogLine"][];
            Name: string;
            ProgressMessage: string;
            ProgressPercentage: number;
            ShowAtSummaryLevel: boolean;
            Started: null | string;
            Status: string;
            WaitingFor: null | string;
        };
        /** AgentRegistrationToken */
        AgentRegistrationToken: {
            AllowReplacing: boolean;
            Created: string;
            CreatedBy: string;
            Description: string;
            EnvironmentIds: string[];
            Expires: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            MachinePolicyId?: string;
            MaxUses: number;
            Roles: string[];
            SpaceId: string;
            TenantedDeploymentParticipation?: string;
            TenantIds: string[];
            TenantTags: string[];
            UsesLeft: number;
            WorkerPoolIds: string[];
        };
        /** AgentRegistrationTokenCollection */
        AgentRegistrationTokenCollection: {
            IsStale: boolean;
            Items: components["schemas"]["AgentRegistrationToken"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ApiKey */
        ApiKey: {
            ApiKey: {
                HasValue: boolean;
                Hint: string;
            };
            Created: string;
            Expires: null | string;
            Id: string;
            LastUsed: null | string;
            Links: {
                [key: string]: string;
            };
            Purpose: string;
            UserId: string;
        };
        /** ApiKeyCollection */
        ApiKeyCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ApiKey"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Artifact */
        Artifact: {
            Created: string;
            Filename: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            ServerTaskId: string;
            Source: string;
            SpaceId: string;
        };
        /** ArtifactCollection */
        ArtifactCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Artifact"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Authentication */
        Authentication: {
            AnyAuthenticationProvidersSupportPasswordManagement: boolean;
            AuthenticationProviders: components["schemas"]["AuthenticationProvider"][];
            Links: {
                [key: string]: string;
            };
        };
        /** AuthenticationProvider */
        AuthenticationProvider: {
            CSSLinks: string[];
            DisplayName: string;
            FormsLoginEnabled: boolean;
            IdentityType: string;
            JavascriptLinks: string[];
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** BuildInformation */
        BuildInformation: {
            Branch: string;
            BuildEnvironment: string;
            BuildNumber: string;
            BuildUrl: string;
            Commits: {
                Comment: string;
                Id: string;
                LinkUrl: null | string;
            }[];
            Created: string;
            Id: string;
            IncompleteDataWarning: null;
            IssueTrackerName: string;
            Links: {
                [key: string]: string;
            };
            PackageId: string;
            SpaceId: string;
            VcsCommitNumber: string;
            VcsCommitUrl: null | string;
            VcsRoot: string;
            VcsType: string;
            Version: string;
            WorkItems: {
                Description: string;
                Id: string;
                LinkUrl: null | string;
                Source: string;
            }[];
        };
        /** BuildInformationCollection */
        BuildInformationCollection: {
            IsStale: boolean;
            Items: components["schemas"]["BuildInformation"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ChangedRunbookSnapshotBody */
        ChangedRunbookSnapshotBody: {
            Name?: string;
            Notes?: null | string;
            SelectedPackages?: {
                ActionName?: string;
                PackageReferenceName?: string;
                StepName?: string;
                Version: string;
            }[];
        };
        /** Channel */
        Channel: {
            CustomFieldDefinitions: {
                Description: string;
                FieldName: string;
            }[];
            Description: string;
            EphemeralEnvironmentNameTemplate: null | string;
            GitReferenceRules: string[];
            GitResourceRules: Record<string, never>[];
            Id: string;
            IsDefault: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            LifecycleId: null | string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ParentEnvironmentId: null | string;
            ProjectId: string;
            Rules: {
                ActionPackages: {
                    DeploymentAction: string;
                    PackageReference: string;
                }[];
                Id: string;
                Tag: string;
                VersioningStrategy?: null | string;
                VersionRange: string;
                VersionTagRegex?: null | string;
            }[];
            Slug: string;
            SpaceId: string;
            TenantTags: string[];
            Type: "Lifecycle";
        };
        /** ChannelBody */
        ChannelBody: {
            CustomFieldDefinitions?: {
                Description?: string;
                FieldName: string;
            }[];
            Description?: string;
            EphemeralEnvironmentNameTemplate?: null | string;
            GitReferenceRules?: string[];
            GitResourceRules?: Record<string, never>[];
            IsDefault?: boolean;
            LifecycleId?: null | string;
            Name: string;
            ParentEnvironmentId?: null | string;
            ProjectId: string;
            Rules?: {
                ActionPackages?: {
                    DeploymentAction?: string;
                    PackageReference?: string;
                }[];
                Id?: string;
                Tag?: string;
                VersioningStrategy?: string;
                VersionRange?: string;
                VersionTagRegex?: string;
            }[];
            Slug?: string;
            TenantTags?: string[];
            Type?: "Lifecycle";
        };
        /** ChannelCollection */
        ChannelCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Channel"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Choice */
        Choice: {
            Id: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** ComponentDrift */
        ComponentDrift: {
            DeploymentId: null | string;
            Drifting: number;
            EnvironmentId: string;
            EnvironmentName: string;
            Links: {
                [key: string]: string;
            };
            Machines: {
                FailedAttempt: null | {
                    DeploymentId: string;
                    FailedAt: string;
                    ReleaseVersion: string;
                };
                Installed: null | {
                    DeploymentId: string;
                    InstalledAt: string;
                    ReleaseId: string;
                    ReleaseVersion: string;
                };
                MachineId: string;
                MachineName: string;
                Reason: string;
                Status: "UpToDate" | "Missing" | "Replaced" | "OtherRelease" | "AttemptFailed" | "NotApplicable";
            }[];
            NotExpected: null | string;
            ProjectId: string;
            ProjectName: string;
            ReleaseId: null | string;
            ReleaseVersion: null | string;
            TenantId: null | string;
            TenantName: null | string;
            UpToDate: number;
        };
        /** ComponentDriftCollection */
        ComponentDriftCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ComponentDrift"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Converge */
        Converge: {
            Children: components["schemas"]["PlannedChild"][];
            Components: components["schemas"]["ComponentDrift"][];
            Deployment: null | components["schemas"]["Deployment"];
            EnvironmentId: string;
            EnvironmentName: string;
            Errors: string[];
            Links: {
                [key: string]: string;
            };
            ProjectId: string;
            ProjectName: string;
            ReleaseId: string;
            ReleaseVersion: string;
            TenantId: null | string;
            TenantName: null | string;
            WhatIf: boolean;
        };
        /** ConvergeBody */
        ConvergeBody: {
            EnvironmentId: string;
            FormValues?: {
                [key: string]: string;
            };
            MachineIds?: string[];
            TenantId?: string;
            WhatIf?: boolean;
        };
        /** CreatedRelease */
        CreatedRelease: {
            ReleaseId: string;
            ReleaseVersion: string;
        };
        /** Dashboard */
        Dashboard: {
            Environments: {
                Id: string;
                Links: {
                    [key: string]: string;
                };
                Name: string;
            }[];
            Id: null;
            IsFiltered: boolean;
            Items: components["schemas"]["DashboardItem"][];
            Links: {
                [key: string]: string;
            };
            PreviousItems: components["schemas"]["DashboardItem"][];
            ProjectGroups: {
                EnvironmentIds: string[];
                Id: string;
                Links: {
                    [key: string]: string;
                };
                Name: string;
            }[];
            ProjectLimit: null | number;
            Projects: {
                CanPerformUntenantedDeployment: boolean;
                EnvironmentIds: string[];
                Id: string;
                IsDisabled: boolean;
                Links: {
                    [key: string]: string;
                };
                Name: string;
                ProjectGroupId: string;
                Slug: string;
                TenantedDeploymentMode: string;
            }[];
            Tenants: {
                Id: string;
                IsDisabled: boolean;
                Links: {
                    [key: string]: string;
                };
                Name: string;
                ProjectEnvironments: {
                    [key: string]: string[];
                };
                TenantTags: string[];
            }[];
        };
        /** DashboardConfiguration */
        DashboardConfiguration: {
            Id: string;
            IncludedEnvironmentIds: string[];
            IncludedProjectGroupIds: string[];
            IncludedProjectIds: string[];
            IncludedTenantIds: string[];
            IncludedTenantTags: string[];
            Links: {
                [key: string]: string;
            };
            ProjectLimit: number;
            SpaceId: string;
        };
        /** DashboardItem */
        DashboardItem: {
            ChannelId: null | string;
            CompletedTime: null | string;
            Created: string;
            DeploymentId: string;
            Duration: string;
            EnvironmentId: string;
            ErrorMessage: string;
            HasPendingInterruptions: boolean;
            HasWarningsOrErrors: boolean;
            Id: string;
            IsCompleted: boolean;
            IsCurrent: boolean;
            IsPrevious: boolean;
            Links: {
                [key: string]: string;
            };
            PendingInterruptionTypes: string[];
            ProjectId: string;
            QueueTime: string;
            ReleaseId: string;
            ReleaseVersion: string;
            StartTime: null | string;
            State: string;
            TaskId: string;
            TenantId: null | string;
        };
        /** Defect */
        Defect: {
            Description: string;
            Status: "Unresolved" | "Resolved";
        };
        /** DefectCollection */
        DefectCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Defect"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Deployment */
        Deployment: {
            Changes: {
                [key: string]: unknown;
            }[];
            ChangesMarkdown: string;
            ChannelId: string;
            Comments: string;
            Created: string;
            DebugMode: string;
            DeployedBy: string;
            DeployedById: null | string;
            DeployedToMachineIds: string[];
            DeploymentProcessId: null | string;
            EnvironmentId: string;
            ExcludedMachineIds: string[];
            ExcludedTargetTagIds: string[];
            FailTargetDiscovery: boolean;
            FailureEncountered: boolean;
            ForcePackageDownload: boolean;
            ForcePackageRedeployment: boolean;
            FormValues: {
                [key: string]: unknown;
            };
            Id: string;
            Links: {
                [key: string]: string;
            };
            ManifestVariableSetId: null | string;
            Name: string;
            ParentTaskId: null | string;
            Priority: string;
            ProjectId: string;
            QueueTime: null | string;
            QueueTimeExpiry: null | string;
            ReleaseId: string;
            SkipActions: string[];
            SpaceId: string;
            SpecificMachineIds: string[];
            SpecificTargetTagIds: string[];
            TaskId: string;
            TenantId: null | string;
            TentacleRetentionPeriod: null;
            TriggerId: null | string;
            UseGuidedFailure: boolean;
        };
        /** DeploymentCollection */
        DeploymentCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Deployment"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** DeploymentFreezes */
        DeploymentFreezes: {
            Count: number;
            DeploymentFreezes: {
                [key: string]: unknown;
            }[];
        };
        /** DeploymentPreview */
        DeploymentPreview: {
            Changes: {
                [key: string]: unknown;
            }[];
            ChangesMarkdown: string;
            DeploymentFreezes: {
                [key: string]: unknown;
            }[];
            Form: {
                Elements: components["schemas"]["FormElement"][];
                Values: {
                    [key: string]: string;
                };
            };
            Links: {
                [key: string]: string;
            };
            StepsToExecute: {
                ActionId: string;
                ActionName: string;
                ActionNumber: string;
                CanBeSkipped: boolean;
                ExcludedMachines: components["schemas"]["Named"][];
                HasNoApplicableMachines: boolean;
                IsDisabled: boolean;
                MachineNames: string[];
                Machines: {
                    HasLatestCalamari: boolean;
                    HealthStatus: string;
                    Id: string;
                    Name: string;
                }[];
                Roles: string[];
                UnavailableMachines: components["schemas"]["Named"][];
            }[];
            UseGuidedFailureModeByDefault: boolean;
        };
        /** DeploymentProcess */
        DeploymentProcess: {
            Id: string;
            LastModifiedBy: null;
            LastModifiedOn: string;
            LastSnapshotId: null | string;
            Links: {
                [key: string]: string;
            };
            ProjectId: string;
            SpaceId: string;
            Steps: {
                Actions: {
                    ActionType: string;
                    CanBeUsedForProjectVersioning: boolean;
                    Channels: string[];
                    Condition: string;
                    Container: {
                        Dockerfile: null | string;
                        FeedId: null | string;
                        GitUrl: null | string;
                        Image: null | string;
                    };
                    Environments: string[];
                    ExcludedEnvironments: string[];
                    GitDependencies: Record<string, never>[];
                    Id: string;
                    Inputs: null | Record<string, never>;
                    IsDisabled: boolean;
                    IsRequired: boolean;
                    Name: string;
                    Notes: null | string;
                    Packages: {
                        AcquisitionLocation: string;
                        FeedId: string;
                        Id: string;
                        Name: string;
                        PackageId: string;
                        Properties: {
                            [key: string]: string | ({
                                HasValue?: null | boolean;
                                NewValue?: null | string;
                            } | unknown | unknown);
                        };
                        StepPackageInputsReferenceId: null | string;
                        Version: null | string;
                    }[];
                    Properties: {
                        [key: string]: string | ({
                            HasValue?: null | boolean;
                            NewValue?: null | string;
                        } | unknown | unknown);
                    };
                    Slug: string;
                    StepPackageVersion: null | string;
                    TenantTags: string[];
                    WorkerPoolId: null | string;
                    WorkerPoolVariable: string;
                }[];
                Condition: string;
                Id: string;
                Name: string;
                PackageRequirement: string;
                Properties: {
                    [key: string]: string | ({
                        HasValue?: null | boolean;
                        NewValue?: null | string;
                    } | unknown | unknown);
                };
                RequiresPackagesToBeAcquired: boolean;
                Slug: string;
                StartTrigger: string;
            }[];
            Version: number;
        };
        /** DeploymentProcessBody */
        DeploymentProcessBody: {
            Steps?: {
                Actions?: {
                    ActionType: string;
                    CanBeUsedForProjectVersioning?: boolean;
                    Channels?: string[];
                    Condition?: string;
                    Container?: {
                        Dockerfile?: null | string;
                        FeedId?: null | string;
                        GitUrl?: null | string;
                        Image?: null | string;
                    };
                    Environments?: string[];
                    ExcludedEnvironments?: string[];
                    GitDependencies?: Record<string, never>[];
                    Id?: string;
                    Inputs?: null | Record<string, never>;
                    IsDisabled?: boolean;
                    IsRequired?: boolean;
                    Name: string;
                    Notes?: null | string;
                    Packages?: {
                        AcquisitionLocation?: string;
                        FeedId?: string;
                        Id?: string;
                        Name?: string;
                        PackageId?: string;
                        Properties?: {
                            [key: string]: string | ({
                                HasValue?: boolean;
                                NewValue?: string;
                            } | unknown | unknown);
                        };
                        StepPackageInputsReferenceId?: null | string;
                        Version?: null | string;
                    }[];
                    Properties?: {
                        [key: string]: string | ({
                            HasValue?: boolean;
                            NewValue?: string;
                        } | unknown | unknown);
                    };
                    Slug?: string;
                    StepPackageVersion?: null | string;
                    TenantTags?: string[];
                    WorkerPoolId?: null | string;
                    WorkerPoolVariable?: string;
                }[];
                Condition?: string;
                Id?: string;
                Name: string;
                PackageRequirement?: string;
                Properties?: {
                    [key: string]: string | ({
                        HasValue?: boolean;
                        NewValue?: string;
                    } | unknown | unknown);
                };
                RequiresPackagesToBeAcquired?: boolean;
                Slug?: string;
                StartTrigger?: string;
            }[];
            Version: number;
        };
        /** DeploymentProcessCollection */
        DeploymentProcessCollection: {
            IsStale: boolean;
            Items: components["schemas"]["DeploymentProcess"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** DeploymentSettings */
        DeploymentSettings: {
            CancelQueuedTasks: boolean;
            CancelRunningTasks: boolean;
            ConnectivityPolicy: {
                AllowDeploymentsToNoTargets: boolean;
                ExcludeUnhealthyTargets: boolean;
                SkipMachineBehavior: "None" | "SkipUnavailableMachines";
                TargetRoles: string[];
            };
            DefaultGuidedFailureMode: "EnvironmentDefault" | "Off" | "On";
            DefaultToSkipIfAlreadyInstalled: boolean;
            DeploymentChangesTemplate: null | string;
            FailTargetDiscovery: boolean;
            ForcePackageDownload: boolean;
            Id: string;
            LastModifiedBy: null | string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            ProjectId: string;
            ReleaseNotesTemplate: null | string;
            SpaceId: string;
            VersioningStrategy: {
                DonorPackage: null | Record<string, never>;
                Template: string;
            };
        };
        /** DeploymentSettingsBody */
        DeploymentSettingsBody: {
            CancelQueuedTasks?: boolean;
            CancelRunningTasks?: boolean;
            ConnectivityPolicy?: {
                AllowDeploymentsToNoTargets?: boolean;
                ExcludeUnhealthyTargets?: boolean;
                SkipMachineBehavior?: "None" | "SkipUnavailableMachines";
                TargetRoles?: string[];
            };
            DefaultGuidedFailureMode?: "EnvironmentDefault" | "Off" | "On";
            DefaultToSkipIfAlreadyInstalled?: boolean;
            DeploymentChangesTemplate?: null | string;
            FailTargetDiscovery?: boolean;
            ForcePackageDownload?: boolean;
            ReleaseNotesTemplate?: null | string;
            VersioningStrategy?: {
                DonorPackage?: null | Record<string, never>;
                Template?: string;
            };
        };
        /** DeploymentsOfWeek */
        DeploymentsOfWeek: {
            Count: number;
            ProjectId: string;
            Week: string;
        };
        /** DeploymentTemplate */
        DeploymentTemplate: {
            DeploymentNotes: null | string;
            Id: string;
            IsDeploymentProcessModified: boolean;
            IsGitResourceModified: boolean;
            IsLibraryVariableSetModified: boolean;
            IsVariableSetModified: boolean;
            Links: {
                [key: string]: string;
            };
            PromoteTo: {
                Id: string;
                Links: {
                    [key: string]: string;
                };
                Name: string;
            }[];
            TenantPromotions: {
                Id: string;
                Name: string;
                PromoteTo: {
                    Id: string;
                    Links: {
                        [key: string]: string;
                    };
                    Name: string;
                }[];
            }[];
        };
        /** Difference */
        Difference: {
            old?: unknown;
            op: "add" | "remove" | "replace";
            path: string;
            value?: unknown;
        };
        /** DiscoveredMachine */
        DiscoveredMachine: {
            Endpoint: components["schemas"]["Endpoint"];
            HealthStatus: string;
            Id: null;
            IsDisabled: boolean;
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** DiscoveredWorker */
        DiscoveredWorker: {
            Endpoint: components["schemas"]["Endpoint"];
            HealthStatus: string;
            Id: null;
            IsDisabled: boolean;
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** Endpoint */
        Endpoint: {
            CommunicationStyle: string;
        } & {
            [key: string]: unknown;
        };
        /** Environment */
        Environment: {
            AllowDynamicInfrastructure: boolean;
            Description: string;
            EnvironmentTags: string[];
            ExtensionSettings: Record<string, never>[];
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Slug: string;
            SortOrder: number;
            SpaceId: string;
            UseGuidedFailure: boolean;
        };
        /** EnvironmentBody */
        EnvironmentBody: {
            AllowDynamicInfrastructure?: boolean;
            Description?: string;
            EnvironmentTags?: string[];
            ExtensionSettings?: Record<string, never>[];
            Name: string;
            Slug?: string;
            SortOrder?: number;
            UseGuidedFailure?: boolean;
        };
        /** EnvironmentCollection */
        EnvironmentCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Environment"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** EnvironmentsSummary */
        EnvironmentsSummary: {
            EnvironmentSummaries: {
                Environment: {
                    [key: string]: unknown;
                };
                MachineEndpointSummaries: {
                    [key: string]: number;
                };
                MachineHealthStatusSummaries: {
                    [key: string]: number;
                };
                MachineIdsForCalamariUpgrade: string[];
                MachineIdsForTentacleUpgrade: string[];
                MachineTenantSummaries: {
                    [key: string]: number;
                };
                MachineTenantTagSummaries: {
                    [key: string]: number;
                };
                TentacleUpgradesRequired: boolean;
                TotalDisabledMachines: number;
                TotalMachines: number;
            }[];
            Links: {
                [key: string]: string;
            };
            MachineEndpointSummaries: {
                [key: string]: number;
            };
            MachineHealthStatusSummaries: {
                [key: string]: number;
            };
            MachineIdsForCalamariUpgrade: string[];
            MachineIdsForTentacleUpgrade: string[];
            MachineTenantSummaries: {
                [key: string]: number;
            };
            MachineTenantTagSummaries: {
                [key: string]: number;
            };
            TentacleUpgradesRequired: boolean;
            TotalDisabledMachines: number;
            TotalMachines: number;
        };
        /** Error */
        Error: {
            Details: {
                [key: string]: unknown;
            };
            ErrorMessage: string;
            Errors?: string[];
            FullException: null;
            HelpLink: null;
            HelpText: null;
            ParsedHelpLinks: string[];
        };
        /** Event */
        Event: {
            Category: string;
            ChangeDetails: {
                Differences: null | components["schemas"]["Difference"][];
                DocumentContext: null | {
                    [key: string]: unknown;
                };
            };
            Comments: null | string;
            Details: null | string;
            Id: string;
            IdentityEstablishedWith: string;
            IpAddress: string;
            IsService: boolean;
            Links: {
                [key: string]: string;
            };
            Message: string;
            MessageHtml: string;
            MessageReferences: {
                [key: string]: unknown;
            }[];
            Occurred: string;
            RelatedDocumentIds: string[];
            SpaceId: null | string;
            UserAgent: string;
            UserId: null | string;
            Username: string;
        };
        /** EventCollection */
        EventCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Event"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** EventGroup */
        EventGroup: {
            EventCategories: string[];
            Id: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** Feed */
        Feed: {
            AccessKey?: null | string;
            ApiVersion?: null | string;
            DeleteUnreleasedPackagesAfterDays?: null | (null | number);
            DownloadAttempts?: null | number;
            DownloadRetryBackoffSeconds?: null | number;
            EnhancedMode?: null | boolean;
            FeedType: "NuGet" | "Docker" | "Maven" | "GitHub" | "Helm" | "OciRegistry" | "AwsElasticContainerRegistry" | "S3" | "AzureContainerRegistry" | "GoogleContainerRegistry" | "ArtifactoryGeneric" | "Npm" | "GcsStorage" | "PyPi" | "BuiltIn";
            FeedUri?: null | string;
            Id: string;
            IsBuiltInRepoSyncEnabled?: null | boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            LayoutRegex?: null | string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            PackageAcquisitionLocationOptions: string[];
            Password?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            Region?: null | string;
            RegistryPath?: null | string;
            Repository?: null | string;
            SecretKey?: null | {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            Slug: string;
            SpaceId: string;
            UseMachineCredentials?: null | boolean;
            Username?: null | string;
        };
        /** FeedBody */
        FeedBody: {
            AccessKey?: string;
            ApiVersion?: string;
            DeleteUnreleasedPackagesAfterDays?: null | number;
            DownloadAttempts?: number;
            DownloadRetryBackoffSeconds?: number;
            EnhancedMode?: boolean;
            FeedType: "NuGet" | "Docker" | "Maven" | "GitHub" | "Helm" | "OciRegistry" | "AwsElasticContainerRegistry" | "S3" | "AzureContainerRegistry" | "GoogleContainerRegistry" | "ArtifactoryGeneric" | "Npm" | "GcsStorage" | "PyPi" | "BuiltIn";
            FeedUri?: string;
            IsBuiltInRepoSyncEnabled?: boolean;
            LayoutRegex?: string;
            Name: string;
            PackageAcquisitionLocationOptions?: string[];
            Password?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Region?: string;
            RegistryPath?: string;
            Repository?: string;
            SecretKey?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Slug?: string;
            UseMachineCredentials?: boolean;
            Username?: string;
        };
        /** FeedCollection */
        FeedCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Feed"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** FormElement */
        FormElement: {
            Control: {
                Description: string;
                DisplaySettings: {
                    [key: string]: string;
                };
                IsSecure: boolean;
                Label: string;
                Name: string;
                Required: boolean;
                Type: string;
            };
            IsValueRequired: boolean;
            Name: string;
        };
        /** FoundPackage */
        FoundPackage: {
            Description: null | string;
            Id: string;
            LatestVersion: null | string;
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** FoundPackageCollection */
        FoundPackageCollection: {
            IsStale: boolean;
            Items: components["schemas"]["FoundPackage"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Installation */
        Installation: {
            EnvironmentId: string;
            EnvironmentName: string;
            FailedAttempt: null | {
                DeploymentId: string;
                FailedAt: string;
                ReleaseVersion: string;
            };
            Installed: null | {
                DeploymentId: string;
                InstalledAt: string;
                IsOfReplacedMachine: boolean;
                ReleaseId: null | string;
                ReleaseVersion: string;
                TaskId: null | string;
            };
            Links: {
                [key: string]: string;
            };
            MachineId: string;
            ProjectId: string;
            ProjectName: string;
            TenantId: null | string;
            TenantName: null | string;
        };
        /** InstallationCollection */
        InstallationCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Installation"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Interruption */
        Interruption: {
            CanTakeResponsibility: boolean;
            CorrelationId: string;
            Created: string;
            Form: {
                Elements: {
                    Control: {
                        Buttons?: {
                            RequiresConfirmation: boolean;
                            Text: string;
                            Value: string;
                        }[];
                        Label?: string;
                        ResolveLinks?: boolean;
                        Text?: string;
                        Type: string;
                    };
                    Name: string;
                }[];
                Values: {
                    [key: string]: null | string;
                };
            };
            HasResponsibility: boolean;
            Id: string;
            IsLinkedToOtherInterruption: boolean;
            IsPending: boolean;
            Links: {
                [key: string]: string;
            };
            PullRequests: {
                [key: string]: unknown;
            }[];
            RelatedDocumentIds: string[];
            ResponsibleTeamIds: string[];
            ResponsibleUserId: null | string;
            SpaceId: string;
            TaskId: string;
            Title: string;
            Type: string;
        };
        /** InterruptionCollection */
        InterruptionCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Interruption"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Invitation */
        Invitation: {
            InvitationCode: string;
        };
        /** LibraryVariableSet */
        LibraryVariableSet: {
            ContentType: "Variables" | "ScriptModule";
            Description: string;
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Slug: string;
            SpaceId: string;
            Templates: {
                DefaultValue?: null | (string | ({
                    HasValue?: null | boolean;
                    NewValue?: null | string;
                } | unknown | unknown));
                DisplaySettings: {
                    [key: string]: string;
                };
                HelpText: string;
                Id: string;
                Label: string;
                Name: string;
            }[];
            VariableSetId: string;
            Version: number;
        };
        /** LibraryVariableSetBody */
        LibraryVariableSetBody: {
            ContentType?: "Variables" | "ScriptModule";
            Description?: string;
            Name: string;
            Slug?: string;
            Templates?: {
                DefaultValue?: string | ({
                    HasValue?: boolean;
                    NewValue?: string;
                } | unknown | unknown);
                DisplaySettings?: {
                    [key: string]: string;
                };
                HelpText?: string;
                Id?: string;
                Label?: string;
                Name: string;
            }[];
        };
        /** LibraryVariableSetCollection */
        LibraryVariableSetCollection: {
            IsStale: boolean;
            Items: components["schemas"]["LibraryVariableSet"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Lifecycle */
        Lifecycle: {
            Description: string;
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Phases: {
                AutomaticDeploymentTargets: string[];
                Id: string;
                IsOptionalPhase: boolean;
                IsPriorityPhase: boolean;
                MinimumEnvironmentsBeforePromotion: number;
                Name: string;
                OptionalDeploymentTargets: string[];
                ReleaseRetentionPolicy?: null | {
                    QuantityToKeep: number;
                    ShouldKeepForever?: null | boolean;
                    Strategy?: null | ("Default" | "Count" | "Forever");
                    Unit: "Days" | "Items";
                };
                TentacleRetentionPolicy?: null | {
                    QuantityToKeep: number;
                    ShouldKeepForever?: null | boolean;
                    Strategy?: null | ("Default" | "Count" | "Forever");
                    Unit: "Days" | "Items";
                };
            }[];
            ReleaseRetentionPolicy?: null | {
                QuantityToKeep: number;
                ShouldKeepForever?: null | boolean;
                Strategy?: null | ("Default" | "Count" | "Forever");
                Unit: "Days" | "Items";
            };
            Slug: string;
            SpaceId: string;
            TentacleRetentionPolicy?: null | {
                QuantityToKeep: number;
                ShouldKeepForever?: null | boolean;
                Strategy?: null | ("Default" | "Count" | "Forever");
                Unit: "Days" | "Items";
            };
        };
        /** LifecycleBody */
        LifecycleBody: {
            Description?: string;
            Name: string;
            Phases?: {
                AutomaticDeploymentTargets?: string[];
                Id?: string;
                IsOptionalPhase?: boolean;
                IsPriorityPhase?: boolean;
                MinimumEnvironmentsBeforePromotion?: number;
                Name: string;
                OptionalDeploymentTargets?: string[];
                ReleaseRetentionPolicy?: {
                    QuantityToKeep?: number;
                    ShouldKeepForever?: boolean;
                    Strategy?: "Default" | "Count" | "Forever";
                    Unit?: "Days" | "Items";
                };
                TentacleRetentionPolicy?: {
                    QuantityToKeep?: number;
                    ShouldKeepForever?: boolean;
                    Strategy?: "Default" | "Count" | "Forever";
                    Unit?: "Days" | "Items";
                };
            }[];
            ReleaseRetentionPolicy?: {
                QuantityToKeep?: number;
                ShouldKeepForever?: boolean;
                Strategy?: "Default" | "Count" | "Forever";
                Unit?: "Days" | "Items";
            };
            Slug?: string;
            TentacleRetentionPolicy?: {
                QuantityToKeep?: number;
                ShouldKeepForever?: boolean;
                Strategy?: "Default" | "Count" | "Forever";
                Unit?: "Days" | "Items";
            };
        };
        /** LifecycleCollection */
        LifecycleCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Lifecycle"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** LogLine */
        LogLine: {
            Category: string;
            Detail: null | string;
            MessageText: string;
            Number?: number;
            OccurredAt: null | string;
        };
        /** Machine */
        Machine: {
            Architecture?: null | string;
            Endpoint: components["schemas"]["Endpoint"];
            EnvironmentIds: string[];
            HasLatestCalamari: boolean;
            HealthStatus: string;
            HostKeyRefusal: null | {
                Confirmed: string;
                RefusedAt: string;
                Shown: string;
            };
            Id: string;
            IsDisabled: boolean;
            IsInProcess: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            MachinePolicyId: string;
            Name: string;
            OperatingSystem?: null | string;
            OperatingSystemVersion?: null | string;
            Roles: string[];
            ShellName?: null | string;
            ShellVersion?: null | string;
            SkipInitialHealthCheck: boolean;
            Slug: string;
            SpaceId: string;
            Status: string;
            StatusSummary: string;
            TenantedDeploymentParticipation: string;
            TenantIds: string[];
            TenantTags: string[];
            Thumbprint: null | string;
            Uri: null | string;
        };
        /** MachineBody */
        MachineBody: {
            Endpoint: {
                AccountId?: string;
                ApplicationsDirectory?: string;
                CertificateSignatureAlgorithm?: string;
                CommunicationStyle: "None" | "TentaclePassive" | "TentacleActive" | "Ssh" | "OfflineDrop" | "Kubernetes" | "KubernetesTentacle" | "AzureWebApp" | "AzureServiceFabricCluster" | "AwsEcsCluster";
                DefaultWorkerPoolId?: string;
                DotNetCorePlatform?: string;
                Fingerprint?: string;
                Host?: string;
                JumpHostMachineId?: string;
                OctopusWorkingDirectory?: string;
                Port?: number;
                ProxyId?: string;
                Thumbprint?: string;
                Uri?: string;
            };
            EnvironmentIds: string[];
            IsDisabled?: boolean;
            MachinePolicyId?: string;
            Name: string;
            Roles: string[];
            SkipInitialHealthCheck?: boolean;
            Slug?: string;
            TenantedDeploymentParticipation?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
            TenantIds?: string[];
            TenantTags?: string[];
        };
        /** MachineCollection */
        MachineCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Machine"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** MachineConnection */
        MachineConnection: {
            CurrentTentacleVersion: null;
            LastChecked: null | string;
            Links: {
                [key: string]: string;
            };
            Logs: components["schemas"]["LogLine"][];
            MachineId: string;
            Status: string;
        };
        /** MachinePolicy */
        MachinePolicy: {
            ConnectionConnectTimeout: string;
            ConnectionRetryCountLimit: number;
            ConnectionRetrySleepInterval: string;
            ConnectionRetryTimeLimit: string;
            Description: string;
            Id: string;
            IsDefault: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            MachineCleanupPolicy: {
                DeleteMachinesBehavior: "DoNotDelete" | "DeleteUnavailableMachines";
                DeleteMachinesElapsedTimeSpan: string;
            };
            MachineConnectivityPolicy: {
                MachineConnectivityBehavior: "ExpectedToBeOnline" | "MayBeOfflineAndCanBeSkipped";
            };
            MachineHealthCheckPolicy: {
                BashHealthCheckPolicy: {
                    RunType: "InheritFromDefault" | "Inline";
                    ScriptBody: null | string;
                };
                HealthCheckCron: string;
                HealthCheckCronTimezone: string;
                HealthCheckInterval: string;
                HealthCheckType: "RunScript" | "OnlyConnectivity";
                PowerShellHealthCheckPolicy: {
                    RunType: "InheritFromDefault" | "Inline";
                    ScriptBody: null | string;
                };
            };
            MachinePackageCacheRetentionPolicy?: null | Record<string, never>;
            MachineRpcCallRetryPolicy: {
                Enabled: boolean;
                HealthCheckRetryDuration: string;
                RetryDuration: string;
            };
            MachineUpdatePolicy: {
                CalamariUpdateBehavior: "UpdateOnDeployment" | "UpdateOnNewMachine" | "UpdateAlways";
                KubernetesAgentUpdateBehavior: "Update" | "NeverUpdate" | "Block";
                TentacleUpdateAccountId: null | string;
                TentacleUpdateBehavior: "NeverUpdate" | "Update";
            };
            Name: string;
            PollingRequestMaximumMessageProcessingTimeout: string;
            PollingRequestQueueTimeout: string;
            Slug: string;
            SpaceId: string;
        };
        /** MachinePolicyBody */
        MachinePolicyBody: {
            ConnectionConnectTimeout?: string;
            ConnectionRetryCountLimit?: number;
            ConnectionRetrySleepInterval?: string;
            ConnectionRetryTimeLimit?: string;
            Description?: string;
            IsDefault?: boolean;
            MachineCleanupPolicy?: {
                DeleteMachinesBehavior?: "DoNotDelete" | "DeleteUnavailableMachines";
                DeleteMachinesElapsedTimeSpan?: string;
            };
            MachineConnectivityPolicy?: {
                MachineConnectivityBehavior?: "ExpectedToBeOnline" | "MayBeOfflineAndCanBeSkipped";
            };
            MachineHealthCheckPolicy?: {
                BashHealthCheckPolicy?: {
                    RunType?: "InheritFromDefault" | "Inline";
                    ScriptBody?: null | string;
                };
                HealthCheckCron?: string;
                HealthCheckCronTimezone?: string;
                HealthCheckInterval?: string;
                HealthCheckType?: "RunScript" | "OnlyConnectivity";
                PowerShellHealthCheckPolicy?: {
                    RunType?: "InheritFromDefault" | "Inline";
                    ScriptBody?: null | string;
                };
            };
            MachinePackageCacheRetentionPolicy?: Record<string, never>;
            MachineRpcCallRetryPolicy?: {
                Enabled?: boolean;
                HealthCheckRetryDuration?: string;
                RetryDuration?: string;
            };
            MachineUpdatePolicy?: {
                CalamariUpdateBehavior?: "UpdateOnDeployment" | "UpdateOnNewMachine" | "UpdateAlways";
                KubernetesAgentUpdateBehavior?: "Update" | "NeverUpdate" | "Block";
                TentacleUpdateAccountId?: null | string;
                TentacleUpdateBehavior?: "NeverUpdate" | "Update";
            };
            Name: string;
            PollingRequestMaximumMessageProcessingTimeout?: string;
            PollingRequestQueueTimeout?: string;
            Slug?: string;
        };
        /** MachinePolicyCollection */
        MachinePolicyCollection: {
            IsStale: boolean;
            Items: components["schemas"]["MachinePolicy"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** MissingPackages */
        MissingPackages: {
            Packages: {
                Id: string;
                Version: string;
            }[];
        };
        /** MissingTenantVariables */
        MissingTenantVariables: {
            Links: {
                [key: string]: string;
            };
            MissingVariables: {
                EnvironmentId?: null | string;
                LibraryVariableSetId?: null | string;
                Links: {
                    [key: string]: string;
                };
                ProjectId?: null | string;
                VariableTemplateId: string;
                VariableTemplateName: string;
            }[];
            TenantId: string;
        };
        /** Named */
        Named: {
            Id: string;
            Name: string;
        };
        /** NewAgentRegistrationToken */
        NewAgentRegistrationToken: {
            AllowReplacing: boolean;
            Created: string;
            CreatedBy: string;
            Description: string;
            EnvironmentIds: string[];
            Expires: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            MachinePolicyId?: string;
            MaxUses: number;
            Roles: string[];
            SpaceId: string;
            TenantedDeploymentParticipation?: string;
            TenantIds: string[];
            TenantTags: string[];
            Token: string;
            UsesLeft: number;
            WorkerPoolIds: string[];
        };
        /** NewApiKey */
        NewApiKey: {
            ApiKey: string;
            Created: string;
            Expires: null | string;
            Id: string;
            LastUsed: null | string;
            Links: {
                [key: string]: string;
            };
            Purpose: string;
            UserId: string;
        };
        /** Notes */
        Notes: {
            FailureReason: null | string;
            Notes: null | string;
            Succeeded: boolean;
        };
        /** Package */
        Package: {
            Description: null | string;
            FeedId: string;
            FileExtension: string;
            Hash: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            NuGetFeedId: string;
            NuGetPackageId: string;
            PackageId: string;
            PackageSizeBytes: number;
            PackageVersionBuildInformation?: null | components["schemas"]["BuildInformation"];
            Published: string;
            ReleaseNotes: null | string;
            SpaceId: string;
            Summary: null | string;
            Title: string;
            Version: string;
        };
        /** PackageCollection */
        PackageCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Package"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** PackageNotes */
        PackageNotes: {
            Packages: {
                FeedId: null | string;
                Notes: components["schemas"]["Notes"];
                PackageId: string;
                Version: string;
            }[];
        };
        /** PackageVersion */
        PackageVersion: {
            FeedId: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            PackageId: string;
            Published: null | string;
            ReleaseNotes: null | string;
            SizeBytes: number;
            Title: string;
            Version: string;
        };
        /** PackageVersionCollection */
        PackageVersionCollection: {
            IsStale: boolean;
            Items: components["schemas"]["PackageVersion"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** PlannedChild */
        PlannedChild: {
            ActionId: string;
            ActionName: string;
            IsWhatIf: boolean;
            Machines: {
                Dropped: {
                    Id: string;
                    Name: string;
                    Reason: string;
                }[];
                Kept: components["schemas"]["Named"][];
                Scope: "all" | "only" | "undecided";
            };
            Outcome: "deploy" | "skip" | "warn" | "fail" | "not-run";
            Plan: null | {
                [key: string]: unknown;
            };
            ProjectName: string;
            Reason: string;
            Reasons: string[];
            ReleaseId: null | string;
            ReleaseVersion: null | string;
            StepName: string;
        };
        /** PreviewedVariable */
        PreviewedVariable: {
            Candidates: components["schemas"]["VariableCandidate"][];
            EvaluatedValue: string;
            Id: string;
            IsSensitive: boolean;
            Name: string;
            Origin: {
                Id: string;
                Kind: string;
                Name: string;
            };
            Reason: string;
            Scope: {
                [key: string]: string[];
            };
            Type: "String" | "Sensitive" | "Certificate" | "AmazonWebServicesAccount" | "AzureAccount" | "GoogleCloudAccount" | "UsernamePasswordAccount" | "GenericOidcAccount" | "WorkerPool";
            Value: null | string;
        };
        /** Progression */
        Progression: {
            ChannelEnvironments: {
                [key: string]: components["schemas"]["Named"][];
            };
            Environments: components["schemas"]["Named"][];
            LifecycleEnvironments: {
                [key: string]: components["schemas"]["Named"][];
            };
            Links: {
                [key: string]: string;
            };
            Releases: {
                Channel: {
                    [key: string]: unknown;
                };
                Deployments: {
                    [key: string]: components["schemas"]["DashboardItem"][];
                };
                HasUnresolvedDefect: boolean;
                NextDeployments: string[];
                Release: components["schemas"]["Release"];
                ReleaseRetentionPeriod: null;
                TentacleRetentionPeriod: null;
            }[];
        };
        /** Project */
        Project: {
            AllowIgnoreChannelRules: boolean;
            AutoCreateRelease: boolean;
            AutoDeployReleaseOverrides: {
                EnvironmentId: string;
                ReleaseId: string;
                TenantId: null | string;
            }[];
            CancelQueuedTasks: boolean;
            CancelRunningTasks: boolean;
            ClonedFromProjectId: null | string;
            CombineHealthAndSyncStatusInDashboardLiveStatus: boolean;
            DefaultGuidedFailureMode: "EnvironmentDefault" | "Off" | "On";
            DefaultPowerShellEdition: null | string;
            DefaultToSkipIfAlreadyInstalled: boolean;
            DeploymentChangesTemplate: null | string;
            DeploymentProcessId: string;
            DeprovisioningRunbookId: null | string;
            Description: string;
            DiscreteChannelRelease: boolean;
            ExecuteDeploymentsOnEventBasedPipeline: boolean;
            ExtensionSettings: Record<string, never>[];
            FailTargetDiscovery: boolean;
            ForcePackageDownload: boolean;
            Icon?: null | Record<string, never>;
            Id: string;
            IncludedLibraryVariableSetIds: string[];
            IsDisabled: boolean;
            IsVersionControlled: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            LifecycleId: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            PersistenceSettings: {
                Type: "Database";
            };
            ProjectConnectivityPolicy: {
                AllowDeploymentsToNoTargets: boolean;
                ExcludeUnhealthyTargets: boolean;
                SkipMachineBehavior: "None" | "SkipUnavailableMachines";
                TargetRoles: string[];
            };
            ProjectGroupId: string;
            ProjectTags: string[];
            ProvisioningRunbookId: null | string;
            ReleaseCreationStrategy: {
                ChannelId: null | string;
                ReleaseCreationPackage: null | Record<string, never>;
                ReleaseCreationPackageStepId: null | string;
            };
            ReleaseNotesTemplate: null | string;
            RetainTenantConnections: boolean;
            Slug: string;
            SpaceId: string;
            Templates: {
                DefaultValue?: null | (string | ({
                    HasValue?: null | boolean;
                    NewValue?: null | string;
                } | unknown | unknown));
                DisplaySettings: {
                    [key: string]: string;
                };
                HelpText: string;
                Id: string;
                Label: string;
                Name: string;
            }[];
            TenantedDeploymentMode: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
            VariableSetId: string;
            VersioningStrategy: {
                DonorPackage: null | Record<string, never>;
                Template: string;
            };
        };
        /** ProjectBody */
        ProjectBody: {
            AllowIgnoreChannelRules?: boolean;
            AutoCreateRelease?: boolean;
            AutoDeployReleaseOverrides?: {
                EnvironmentId: string;
                ReleaseId: string;
                TenantId?: null | string;
            }[];
            CancelQueuedTasks?: boolean;
            CancelRunningTasks?: boolean;
            ClonedFromProjectId?: null | string;
            CombineHealthAndSyncStatusInDashboardLiveStatus?: boolean;
            DefaultGuidedFailureMode?: "EnvironmentDefault" | "Off" | "On";
            DefaultPowerShellEdition?: null | string;
            DefaultToSkipIfAlreadyInstalled?: boolean;
            DeploymentChangesTemplate?: null | string;
            DeprovisioningRunbookId?: null | string;
            Description?: string;
            DiscreteChannelRelease?: boolean;
            ExecuteDeploymentsOnEventBasedPipeline?: boolean;
            ExtensionSettings?: Record<string, never>[];
            FailTargetDiscovery?: boolean;
            ForcePackageDownload?: boolean;
            Icon?: Record<string, never>;
            IncludedLibraryVariableSetIds?: string[];
            IsDisabled?: boolean;
            LifecycleId: string;
            Name: string;
            PersistenceSettings?: {
                Type?: "Database";
            };
            ProjectConnectivityPolicy?: {
                AllowDeploymentsToNoTargets?: boolean;
                ExcludeUnhealthyTargets?: boolean;
                SkipMachineBehavior?: "None" | "SkipUnavailableMachines";
                TargetRoles?: string[];
            };
            ProjectGroupId?: string;
            ProjectTags?: string[];
            ProvisioningRunbookId?: null | string;
            ReleaseCreationStrategy?: {
                ChannelId?: null | string;
                ReleaseCreationPackage?: null | Record<string, never>;
                ReleaseCreationPackageStepId?: null | string;
            };
            ReleaseNotesTemplate?: null | string;
            RetainTenantConnections?: boolean;
            Slug?: string;
            Templates?: {
                DefaultValue?: string | ({
                    HasValue?: boolean;
                    NewValue?: string;
                } | unknown | unknown);
                DisplaySettings?: {
                    [key: string]: string;
                };
                HelpText?: string;
                Id?: string;
                Label?: string;
                Name: string;
            }[];
            TenantedDeploymentMode?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
            VersioningStrategy?: {
                DonorPackage?: null | Record<string, never>;
                Template?: string;
            };
        };
        /** ProjectCollection */
        ProjectCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Project"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ProjectGroup */
        ProjectGroup: {
            Description: string;
            EnvironmentIds: string[];
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            RetentionPolicyId: null | string;
            Slug: string;
            SpaceId: string;
        };
        /** ProjectGroupBody */
        ProjectGroupBody: {
            Description?: string;
            EnvironmentIds?: string[];
            Name: string;
            RetentionPolicyId?: null | string;
            Slug?: string;
        };
        /** ProjectGroupCollection */
        ProjectGroupCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ProjectGroup"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ProjectPulse */
        ProjectPulse: {
            ProjectId: string;
            QueuedTasks: number;
            RunningTasks: number;
            WaitingForPeople: number;
        };
        /** ProjectSummaryItem */
        ProjectSummaryItem: {
            HasDeploymentProcess: boolean;
            Id: string;
            IsDisabled: boolean;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ProjectGroupId: string;
            Slug: string;
            TenantedDeploymentMode: string;
        };
        /** ProjectTrigger */
        ProjectTrigger: {
            Action: {
                ActionType: "AutoDeploy" | "DeployLatestRelease" | "DeployLatestReleaseToEnvironment" | "DeployNewRelease" | "CreateRelease" | "RunRunbook";
                ChannelId?: null | string;
                DestinationEnvironmentId?: null | string;
                EnvironmentId?: null | string;
                EnvironmentIds?: null | string[];
                FormValues?: null | unknown;
                RunbookId?: null | string;
                ShouldDeployOnlyMissing?: null | boolean;
                ShouldRedeployWhenMachineHasBeenDeployedTo?: null | boolean;
                ShouldRedeployWhenReleaseIsCurrent?: null | boolean;
                SourceEnvironmentIds?: null | string[];
                TenantIds?: null | string[];
                TenantTags?: null | string[];
                Variables?: null | string;
                VersionControlReference?: null | unknown;
            };
            Description: string;
            Filter: {
                CronExpression?: null | string;
                DateOfMonth?: null | string;
                DayNumberOfMonth?: null | string;
                DayOfWeek?: null | string;
                DaysOfWeek?: null | string[];
                EnvironmentIds?: null | string[];
                EventCategories?: null | string[];
                EventGroups?: null | string[];
                FilterType: "MachineFilter" | "OnceDailySchedule" | "ContinuousDailySchedule" | "DailySchedule" | "DaysPerWeekSchedule" | "DaysPerMonthSchedule" | "CronExpressionSchedule";
                Friday?: null | boolean;
                HourInterval?: null | number;
                Interval?: null | string;
                MinuteInterval?: null | number;
                Monday?: null | boolean;
                MonthlyScheduleType?: null | string;
                Roles?: null | string[];
                RunAfter?: null | string;
                RunType?: null | string;
                RunUntil?: null | string;
                Saturday?: null | boolean;
                StartTime?: null | string;
                Sunday?: null | boolean;
                Thursday?: null | boolean;
                Timezone?: null | string;
                Tuesday?: null | boolean;
                Wednesday?: null | boolean;
            };
            Id: string;
            IsDisabled: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ProjectId: string;
            Slug: string;
            SpaceId: string;
        };
        /** ProjectTriggerBody */
        ProjectTriggerBody: {
            Action: {
                ActionType: "AutoDeploy" | "DeployLatestRelease" | "DeployLatestReleaseToEnvironment" | "DeployNewRelease" | "CreateRelease" | "RunRunbook";
                ChannelId?: string;
                DestinationEnvironmentId?: string;
                EnvironmentId?: string;
                EnvironmentIds?: string[];
                FormValues?: unknown;
                RunbookId?: string;
                ShouldDeployOnlyMissing?: boolean;
                ShouldRedeployWhenMachineHasBeenDeployedTo?: boolean;
                ShouldRedeployWhenReleaseIsCurrent?: boolean;
                SourceEnvironmentIds?: string[];
                TenantIds?: string[];
                TenantTags?: string[];
                Variables?: string;
                VersionControlReference?: unknown;
            };
            Description?: string;
            Filter: {
                CronExpression?: string;
                DateOfMonth?: string;
                DayNumberOfMonth?: string;
                DayOfWeek?: string;
                DaysOfWeek?: string[];
                EnvironmentIds?: string[];
                EventCategories?: string[];
                EventGroups?: string[];
                FilterType: "MachineFilter" | "OnceDailySchedule" | "ContinuousDailySchedule" | "DailySchedule" | "DaysPerWeekSchedule" | "DaysPerMonthSchedule" | "CronExpressionSchedule";
                Friday?: boolean;
                HourInterval?: number;
                Interval?: string;
                MinuteInterval?: number;
                Monday?: boolean;
                MonthlyScheduleType?: string;
                Roles?: string[];
                RunAfter?: string;
                RunType?: string;
                RunUntil?: string;
                Saturday?: boolean;
                StartTime?: string;
                Sunday?: boolean;
                Thursday?: boolean;
                Timezone?: string;
                Tuesday?: boolean;
                Wednesday?: boolean;
            };
            IsDisabled?: boolean;
            Name: string;
            ProjectId: string;
            Slug?: string;
        };
        /** ProjectTriggerCollection */
        ProjectTriggerCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ProjectTrigger"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Proxy */
        Proxy: {
            Host: string;
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Password: {
                HasValue?: null | boolean;
                NewValue?: null | string;
            };
            Port: number;
            /** @constant */
            ProxyType: "HTTP";
            Slug: string;
            SpaceId: string;
            Username: string;
        };
        /** ProxyBody */
        ProxyBody: {
            Host?: string;
            Name: string;
            Password?: {
                HasValue?: boolean;
                NewValue?: string;
            };
            Port?: number;
            /** @constant */
            ProxyType?: "HTTP";
            Slug?: string;
            Username?: string;
        };
        /** ProxyCollection */
        ProxyCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Proxy"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** RegisteredAgent */
        RegisteredAgent: {
            Id: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ServerPublicKey: string;
            SpaceId: string;
            Thumbprint: string;
        };
        /** Release */
        Release: {
            Assembled: string;
            BuildInformation: {
                [key: string]: unknown;
            }[];
            ChannelId: string;
            CustomFields: {
                [key: string]: string;
            };
            Id: string;
            IgnoreChannelRules: boolean;
            LastModifiedBy: null | string;
            LastModifiedOn: null | string;
            LibraryVariableSetSnapshotIds: string[];
            Links: {
                [key: string]: string;
            };
            ProjectDeploymentProcessSnapshotId: string;
            ProjectId: string;
            ProjectVariableSetSnapshotId: string;
            ReleaseNotes: null | string;
            SelectedGitResources: {
                [key: string]: unknown;
            }[];
            SelectedPackages: {
                ActionName: string;
                PackageReferenceName: string;
                StepName?: string;
                Version: string;
            }[];
            SpaceId: string;
            VariableSnapshotConcurrencyToken: string;
            Version: string;
            VersionControlReference: null | {
                [key: string]: unknown;
            };
        };
        /** ReleaseCollection */
        ReleaseCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Release"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ReleaseProgression */
        ReleaseProgression: {
            NextDeployments: string[];
            NextDeploymentsMinimumRequired: number;
            Phases: {
                AutomaticDeploymentTargets: string[];
                Blocked: boolean;
                Deployments: {
                    Deployment: {
                        [key: string]: unknown;
                    };
                    Task: {
                        [key: string]: unknown;
                    };
                }[];
                Id: string;
                IsOptionalPhase: boolean;
                IsPriorityPhase: boolean;
                MinimumEnvironmentsBeforePromotion: number;
                Name: string;
                OptionalDeploymentTargets: string[];
                Progress: string;
            }[];
        };
        /** ReleaseTemplate */
        ReleaseTemplate: {
            DeploymentProcessId: string;
            GitResources: {
                [key: string]: unknown;
            }[];
            LastReleaseVersion: null | string;
            Links: {
                [key: string]: string;
            };
            NextVersionIncrement: string;
            Packages: {
                ActionName: string;
                FeedId: null | string;
                FeedName: null | string;
                FixedVersion: null | string;
                IsResolvable: boolean;
                NuGetFeedId: null | string;
                NuGetFeedName: null | string;
                NuGetPackageId: string;
                OfferedVersion?: null | string;
                PackageId: string;
                PackageReferenceName: string;
                ProjectName: null | string;
                StepName: string;
                VersionSelectedLastRelease: null | string;
            }[];
            VersioningPackageReferenceName: null | string;
            VersioningPackageStepName: null | string;
        };
        /** Root */
        Root: {
            ApiVersion: string;
            Application: string;
            HasLongTermSupport: boolean;
            InstallationId: string;
            IsEarlyAccessProgram: boolean;
            Links: {
                [key: string]: string;
            };
            Version: string;
        };
        /** RuleTest */
        RuleTest: {
            Errors: string[];
            IsNull: boolean;
            Links: {
                [key: string]: string;
            };
            SatisfiesPreReleaseTag: boolean;
            SatisfiesVersionRange: boolean;
        };
        /** Runbook */
        Runbook: {
            ConnectivityPolicy: {
                AllowDeploymentsToNoTargets: boolean;
                ExcludeUnhealthyTargets: boolean;
                SkipMachineBehavior: "None" | "SkipUnavailableMachines";
                TargetRoles: string[];
            };
            DefaultGuidedFailureMode: "EnvironmentDefault" | "Off" | "On";
            Description: string;
            Environments: string[];
            EnvironmentScope: "All" | "Specified" | "FromProjectLifecycles";
            ForcePackageDownload: boolean;
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            MultiTenancyMode: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
            Name: string;
            ProjectId: string;
            PublishedRunbookSnapshotId: null | string;
            RunbookProcessId: string;
            RunbookTags: string[];
            RunRetentionPolicy: {
                QuantityToKeep: number;
                ShouldKeepForever: boolean;
                Strategy?: null | ("Default" | "Count" | "Forever");
                Unit: "Items" | "Days";
            };
            Slug: string;
            SpaceId: string;
        };
        /** RunbookBody */
        RunbookBody: {
            ConnectivityPolicy?: {
                AllowDeploymentsToNoTargets?: boolean;
                ExcludeUnhealthyTargets?: boolean;
                SkipMachineBehavior?: "None" | "SkipUnavailableMachines";
                TargetRoles?: string[];
            };
            DefaultGuidedFailureMode?: "EnvironmentDefault" | "Off" | "On";
            Description?: string;
            Environments?: string[];
            EnvironmentScope?: "All" | "Specified" | "FromProjectLifecycles";
            ForcePackageDownload?: boolean;
            MultiTenancyMode?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
            Name: string;
            ProjectId: string;
            PublishedRunbookSnapshotId?: null | string;
            RunbookTags?: string[];
            RunRetentionPolicy?: {
                QuantityToKeep?: number;
                ShouldKeepForever?: boolean;
                Strategy?: "Default" | "Count" | "Forever";
                Unit?: "Items" | "Days";
            };
            Slug?: string;
        };
        /** RunbookCollection */
        RunbookCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Runbook"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** RunbookProcess */
        RunbookProcess: {
            Id: string;
            LastModifiedBy: null;
            LastModifiedOn: string;
            LastSnapshotId: null | string;
            Links: {
                [key: string]: string;
            };
            ProjectId: string;
            RunbookId: string;
            SpaceId: string;
            Steps: {
                [key: string]: unknown;
            }[];
            Version: number;
        };
        /** RunbookProcessCollection */
        RunbookProcessCollection: {
            IsStale: boolean;
            Items: components["schemas"]["RunbookProcess"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** RunbookRun */
        RunbookRun: {
            Comments: string;
            Created: string;
            DebugMode: string;
            DeployedBy: string;
            DeployedById: string;
            DeployedToMachineIds: string[];
            EnvironmentId: string;
            ExcludedMachineIds: string[];
            ExcludedTargetTagIds: string[];
            FailTargetDiscovery: boolean;
            FailureEncountered: boolean;
            ForcePackageDownload: boolean;
            FormValues: {
                [key: string]: string;
            };
            FrozenRunbookProcessId: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            ManifestVariableSetId: string;
            Name: string;
            Priority: string;
            ProjectId: string;
            QueueTime: null | string;
            QueueTimeExpiry: null | string;
            RunbookId: string;
            RunbookSnapshotId: string;
            SkipActions: string[];
            SpaceId: string;
            SpecificMachineIds: string[];
            SpecificTargetTagIds: string[];
            TaskId: string;
            TenantId: null | string;
            TentacleRetentionPeriod: null;
            UseGuidedFailure: boolean;
        };
        /** RunbookRunBody */
        RunbookRunBody: {
            Comments?: string;
            EnvironmentId: string;
            ExcludedMachineIds?: string[];
            ForcePackageDownload?: boolean;
            FormValues?: {
                [key: string]: string;
            };
            Priority?: "LifecycleDefault" | "On" | "Off";
            QueueTime?: string;
            QueueTimeExpiry?: string;
            RunbookId?: string;
            RunbookSnapshotId?: string;
            SkipActions?: string[];
            SpecificMachineIds?: string[];
            TenantId?: string;
            UseGuidedFailure?: boolean;
        };
        /** RunbookRunCollection */
        RunbookRunCollection: {
            IsStale: boolean;
            Items: components["schemas"]["RunbookRun"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** RunbookRunPreview */
        RunbookRunPreview: {
            Changes: {
                [key: string]: unknown;
            }[];
            ChangesMarkdown: string;
            DeploymentFreezes: {
                [key: string]: unknown;
            }[];
            Form: {
                [key: string]: unknown;
            };
            Links: {
                [key: string]: string;
            };
            StepsToExecute: {
                [key: string]: unknown;
            }[];
            UseGuidedFailureModeByDefault: boolean;
        };
        /** RunbookRunsCommand */
        RunbookRunsCommand: {
            DeploymentFreezeNames?: string[];
            EnvironmentNames: string[];
            ExcludedMachineNames?: string[];
            ExcludedTargetTags?: string[];
            ForcePackageDownload?: boolean;
            NoRunAfter?: string;
            Priority?: "LifecycleDefault" | "On" | "Off";
            ProjectName: string;
            RunAt?: string;
            RunbookName: string;
            SkipStepNames?: string[];
            Snapshot?: string;
            SpecificMachineNames?: string[];
            SpecificTargetTags?: string[];
            Tenants?: string[];
            TenantTags?: string[];
            UseGuidedFailure?: boolean;
            Variables?: {
                [key: string]: string;
            };
        };
        /** RunbookRunTemplate */
        RunbookRunTemplate: {
            IsLibraryVariableSetModified: boolean;
            IsRunbookProcessModified: boolean;
            IsVariableSetModified: boolean;
            Links: {
                [key: string]: string;
            };
            PromoteTo: {
                Id: string;
                Links: {
                    [key: string]: string;
                };
                Name: string;
            }[];
            RunbookId: string;
            RunbookSnapshotId: string;
            TenantPromotions: {
                Id: string;
                Links: {
                    [key: string]: string;
                };
                Name: string;
                PromoteTo: {
                    Id: string;
                    Links: {
                        [key: string]: string;
                    };
                    Name: string;
                }[];
            }[];
        };
        /** RunbookSnapshot */
        RunbookSnapshot: {
            Assembled: string;
            FrozenProjectVariableSetId: string;
            FrozenRunbookProcessId: string;
            Id: string;
            LastModifiedBy: null | string;
            LastModifiedOn: string;
            LibraryVariableSetSnapshotIds: string[];
            Links: {
                [key: string]: string;
            };
            Name: string;
            Notes: null | string;
            ProjectId: string;
            ProjectVariableSetSnapshotId: string;
            RunbookId: string;
            SelectedGitResources: {
                [key: string]: unknown;
            }[];
            SelectedPackages: {
                ActionName: string;
                PackageReferenceName: string;
                StepName: string;
                Version: string;
            }[];
            SpaceId: string;
        };
        /** RunbookSnapshotBody */
        RunbookSnapshotBody: {
            Name?: string;
            Notes?: null | string;
            ProjectId?: string;
            RunbookId: string;
            SelectedPackages?: {
                ActionName?: string;
                PackageReferenceName?: string;
                StepName?: string;
                Version: string;
            }[];
        };
        /** RunbookSnapshotCollection */
        RunbookSnapshotCollection: {
            IsStale: boolean;
            Items: components["schemas"]["RunbookSnapshot"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** RunbookSnapshotTemplate */
        RunbookSnapshotTemplate: {
            GitResources: {
                [key: string]: unknown;
            }[];
            Links: {
                [key: string]: string;
            };
            NextNameIncrement: string;
            Packages: {
                [key: string]: unknown;
            }[];
            RunbookId: string;
            RunbookProcessId: string;
        };
        /** ScopedUserRole */
        ScopedUserRole: {
            EnvironmentIds: string[];
            Id: string;
            LastModifiedBy: null | string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            ProjectGroupIds: string[];
            ProjectIds: string[];
            SpaceId: null | string;
            TeamId: string;
            TenantIds: string[];
            UserRoleId: string;
        };
        /** ScopedUserRoleCollection */
        ScopedUserRoleCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ScopedUserRole"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** SearchHit */
        SearchHit: {
            Description: string;
            Id: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ProjectId: null | string;
            Type: string;
        };
        /** ServerCounts */
        ServerCounts: {
            ActionTemplates: number;
            Environments: number;
            Links: {
                [key: string]: string;
            };
            Machines: number;
            Projects: number;
            Spaces: number;
            Tenants: number;
            Users: number;
        };
        /** ServerHealth */
        ServerHealth: {
            Description: string;
            IsCompliantWithLicense: boolean;
            IsEntireClusterDrainingTasks: boolean;
            IsEntireClusterReadOnly: boolean;
            IsOperatingNormally: boolean;
            Links: {
                [key: string]: string;
            };
        };
        /** ServerNode */
        ServerNode: {
            Id: string;
            IsInMaintenanceMode: boolean;
            IsOffline: boolean;
            LastSeen: string;
            Links: {
                [key: string]: string;
            };
            MaxConcurrentTasks: number;
            Name: string;
            Rank: string;
        };
        /** ServerNodeCollection */
        ServerNodeCollection: {
            IsStale: boolean;
            Items: components["schemas"]["ServerNode"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** ServerNodesSummary */
        ServerNodesSummary: {
            Links: {
                [key: string]: string;
            };
            Nodes: components["schemas"]["ServerNodeSummary"][];
        };
        /** ServerNodeSummary */
        ServerNodeSummary: {
            Id: string;
            IsInMaintenanceMode: boolean;
            IsOffline: boolean;
            LastSeen: string;
            Links: {
                [key: string]: string;
            };
            MaxConcurrentTasks: number;
            Name: string;
            Rank: string;
            RunningTaskCount: number;
        };
        /** ServerStatus */
        ServerStatus: {
            IsDatabaseEncrypted: boolean;
            IsInMaintenanceMode: boolean;
            IsMajorMinorUpgrade: boolean;
            IsPotentialClone: boolean;
            IsUpgradeAvailable: boolean;
            Links: {
                [key: string]: string;
            };
            MaintenanceExpires: null | string;
            MaximumAvailableVersion: string;
            MaximumAvailableVersionCoveredByLicense: string;
        };
        /** ServiceAccountOidcIdentities */
        ServiceAccountOidcIdentities: {
            Count: number;
            ExternalId: string;
            OidcIdentities: components["schemas"]["ServiceAccountOidcIdentity"][];
            ServerUrl: string;
        };
        /** ServiceAccountOidcIdentity */
        ServiceAccountOidcIdentity: {
            Audience: string;
            Id: string;
            Issuer: string;
            Name: string;
            ServiceAccountId: string;
            Subject: string;
        };
        /** SinglyScopedVariables */
        SinglyScopedVariables: {
            HasUnauthorizedLibraryVariableSetVariables: boolean;
            HasUnauthorizedProjectVariables: boolean;
            VariableMap: {
                [key: string]: unknown;
            };
        };
        /** Space */
        Space: {
            Description: string;
            Id: string;
            IsDefault: boolean;
            IsPrivate: boolean;
            LastModifiedBy: null | string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Slug: string;
            SpaceManagersTeamId: string;
            SpaceManagersTeamMembers?: string[];
            SpaceManagersTeams: string[];
            TaskQueueStopped: boolean;
        };
        /** SpaceCollection */
        SpaceCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Space"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** SpaceRoot */
        SpaceRoot: {
            Links: {
                [key: string]: string;
            };
        };
        /** StartedDeployments */
        StartedDeployments: {
            DeploymentServerTasks: {
                DeploymentId: string;
                ServerTaskId: string;
            }[];
        };
        /** StartedRunbookRuns */
        StartedRunbookRuns: {
            RunbookRunServerTasks: {
                RunbookRunId: string;
                ServerTaskId: string;
            }[];
        };
        /** Subscription */
        Subscription: {
            EventNotificationSubscription: {
                EmailDigestLastProcessed: null;
                EmailDigestLastProcessedEventAutoId: null;
                EmailFrequencyPeriod: string;
                EmailPriority: "Normal" | "Low" | "High";
                EmailShowDatesInTimeZoneId: string;
                EmailTeams: string[];
                Filter: {
                    DocumentTypes: string[];
                    Environments: string[];
                    EventAgents: string[];
                    EventCategories: string[];
                    EventGroups: string[];
                    ProjectGroups: string[];
                    Projects: string[];
                    Tags: string[];
                    Tenants: string[];
                    Users: string[];
                };
                WebhookHeaderKey: string;
                WebhookHeaderValue: string;
                WebhookLastProcessed: null | string;
                WebhookLastProcessedEventAutoId: null | number;
                WebhookSecret: {
                    HasValue: boolean;
                    Hint: null;
                };
                WebhookTeams: string[];
                WebhookTimeout: string;
                WebhookURI: string;
            };
            Id: string;
            IsDisabled: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            OwnerId: string;
            Slug: string;
            SpaceId: string;
            Type: string;
        };
        /** SubscriptionBody */
        SubscriptionBody: {
            EventNotificationSubscription?: {
                EmailFrequencyPeriod?: string;
                EmailPriority?: "Normal" | "Low" | "High";
                EmailShowDatesInTimeZoneId?: string;
                EmailTeams?: string[];
                Filter?: {
                    DocumentTypes?: string[];
                    Environments?: string[];
                    EventAgents?: string[];
                    EventCategories?: string[];
                    EventGroups?: string[];
                    ProjectGroups?: string[];
                    Projects?: string[];
                    Tags?: string[];
                    Tenants?: string[];
                    Users?: string[];
                };
                WebhookHeaderKey?: string;
                WebhookHeaderValue?: string;
                WebhookSecret?: {
                    HasValue?: boolean;
                    NewValue?: string;
                };
                WebhookTeams?: string[];
                WebhookTimeout?: string;
                WebhookURI?: string;
            };
            IsDisabled?: boolean;
            Name: string;
            Slug?: string;
            SpaceId?: string;
            Type?: "Event";
        };
        /** SubscriptionCollection */
        SubscriptionCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Subscription"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** SubscriptionDelivery */
        SubscriptionDelivery: {
            Attempts: number;
            Ended: null | string;
            EventId: string;
            Id: string;
            LastAttempt: null | string;
            LastReason: string;
            LastStatus: null | number;
            Links: {
                [key: string]: string;
            };
            NextAttempt: null | string;
            Queued: string;
            State: "Waiting" | "Delivered" | "Dead";
            SubscriptionId: string;
        };
        /** SubscriptionDeliveryCollection */
        SubscriptionDeliveryCollection: {
            IsStale: boolean;
            Items: components["schemas"]["SubscriptionDelivery"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** SuiteDrift */
        SuiteDrift: {
            Components: components["schemas"]["ComponentDrift"][];
            EnvironmentId: string;
            EnvironmentName: string;
            Links: {
                [key: string]: string;
            };
            ProjectId: string;
            ProjectName: string;
            ReleaseId: null | string;
            ReleaseVersion: null | string;
            TenantId: null | string;
            TenantName: null | string;
        };
        /** SuiteDriftCollection */
        SuiteDriftCollection: {
            IsStale: boolean;
            Items: components["schemas"]["SuiteDrift"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** SuitePlan */
        SuitePlan: {
            Children: components["schemas"]["PlannedChild"][];
            EnvironmentId: string;
            Links: {
                [key: string]: string;
            };
            ReleaseId: string;
            TenantId: null | string;
        };
        /** TagSet */
        TagSet: {
            Description: string;
            Id: string;
            IsSystem: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Scopes: ("Tenant" | "Environment" | "Project" | "Runbook" | "Target")[];
            Slug: string;
            SortOrder: number;
            SpaceId: string;
            Tags: {
                Color: string;
                Description: string;
                Id: string;
                Name: string;
                SortOrder: number;
            }[];
            Type: "MultiSelect" | "SingleSelect" | "FreeText";
        };
        /** TagSetBody */
        TagSetBody: {
            Description?: string;
            Name: string;
            Scopes?: ("Tenant" | "Environment" | "Project" | "Runbook" | "Target")[];
            Slug?: string;
            SortOrder?: number;
            Tags?: {
                Color?: string;
                Description?: string;
                Id?: string;
                Name: string;
                SortOrder?: number;
            }[];
            Type?: "MultiSelect" | "SingleSelect" | "FreeText";
        };
        /** TagSetCollection */
        TagSetCollection: {
            IsStale: boolean;
            Items: components["schemas"]["TagSet"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** Task */
        Task: {
            Arguments: {
                [key: string]: unknown;
            };
            CanRerun: boolean;
            Completed: string;
            CompletedTime: null | string;
            Description: string;
            Duration: string;
            EnvironmentId: null | string;
            ErrorMessage: string;
            EstimatedRemainingQueueDurationSeconds: number;
            FinishedSuccessfully: boolean;
            HasBeenPickedUpByProcessor: boolean;
            HasPendingInterruptions: boolean;
            HasPendingPreconditions: boolean;
            HasWarningsOrErrors: boolean;
            Id: string;
            IsCompleted: boolean;
            LastUpdatedTime: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ParentTaskId: null | string;
            PendingInterruptionTypes: string[];
            PendingPreconditionTypes: string[];
            ProjectId: null | string;
            QueueTime: string;
            QueueTimeExpiry: null | string;
            ServerNode: string;
            SpaceId: null | string;
            StartTime: null | string;
            State: "Queued" | "Executing" | "Cancelling" | "Success" | "Failed" | "Canceled" | "TimedOut";
            TenantId: null | string;
            WaitingFor: null | string;
        };
        /** TaskCollection */
        TaskCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Task"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** TaskDetails */
        TaskDetails: {
            ActivityLogs: components["schemas"]["Activity"][];
            Links: {
                [key: string]: string;
            };
            PhysicalLogSize: number;
            Progress: {
                EstimatedTimeRemaining: string;
                ProgressPercentage: number;
            };
            Task: components["schemas"]["Task"];
        };
        /** TaskPage */
        TaskPage: {
            IsStale: boolean;
            Items: components["schemas"]["Task"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalCounts: {
                [key: string]: number;
            };
            TotalCountsInOtherSpaces: {
                [key: string]: number;
            };
            TotalResults: number;
        };
        /** TaskStateBody */
        TaskStateBody: {
            Reason?: string;
            State: "Success" | "Failed" | "Canceled";
        };
        /** TaskStatusMessage */
        TaskStatusMessage: {
            Category: string;
            MessageText: string;
        };
        /** Team */
        Team: {
            CanBeDeleted: boolean;
            CanBeRenamed: boolean;
            CanChangeMembers: boolean;
            CanChangeRoles: boolean;
            Description: string;
            ExternalSecurityGroups: {
                [key: string]: unknown;
            }[];
            Id: string;
            LastModifiedBy: null | string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            MemberUserIds: string[];
            Name: string;
            Slug: string;
            SpaceId: null | string;
        };
        /** TeamCollection */
        TeamCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Team"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** TeamMembership */
        TeamMembership: {
            ExternalSecurityGroups: {
                [key: string]: unknown;
            }[];
            IsDirectlyAssigned: boolean;
            SpaceId: null | string;
            TeamId: string;
            TeamName: string;
            UserId: string;
        };
        /** Tenant */
        Tenant: {
            Description: string;
            Icon?: null | Record<string, never>;
            Id: string;
            IsDisabled: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            ProjectEnvironments: {
                [key: string]: string[];
            };
            Slug: string;
            SpaceId: string;
            TenantTags: string[];
        };
        /** TenantBody */
        TenantBody: {
            Description?: string;
            Icon?: Record<string, never>;
            IsDisabled?: boolean;
            Name: string;
            ProjectEnvironments?: {
                [key: string]: string[];
            };
            Slug?: string;
            TenantTags?: string[];
        };
        /** TenantCollection */
        TenantCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Tenant"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** TenantCommonVariables */
        TenantCommonVariables: {
            Links: {
                [key: string]: string;
            };
            MissingVariables?: {
                [key: string]: unknown;
            }[];
            TenantId: string;
            Variables: {
                Id: string;
                LibraryVariableSetId: string;
                LibraryVariableSetName: string;
                Links: {
                    [key: string]: string;
                };
                Scope: {
                    EnvironmentIds: string[];
                };
                Template: components["schemas"]["VariableTemplate"];
                TemplateId: string;
                Value: string | ({
                    HasValue?: boolean;
                    NewValue?: string;
                } | unknown | unknown);
            }[];
        };
        /** TenantProjectVariables */
        TenantProjectVariables: {
            Links: {
                [key: string]: string;
            };
            MissingVariables?: {
                [key: string]: unknown;
            }[];
            TenantId: string;
            Variables: {
                Id: string;
                Links: {
                    [key: string]: string;
                };
                ProjectId: string;
                ProjectName: string;
                Scope: {
                    EnvironmentIds: string[];
                };
                Template: components["schemas"]["VariableTemplate"];
                TemplateId: string;
                Value: string | ({
                    HasValue?: boolean;
                    NewValue?: string;
                } | unknown | unknown);
            }[];
        };
        /** TenantVariables */
        TenantVariables: {
            ConcurrencyToken: string;
            LibraryVariables: {
                [key: string]: {
                    LibraryVariableSetId: string;
                    LibraryVariableSetName: string;
                    Links: {
                        [key: string]: string;
                    };
                    Templates: components["schemas"]["VariableTemplate"][];
                    Variables: {
                        [key: string]: string | ({
                            HasValue?: boolean;
                            NewValue?: string;
                        } | unknown | unknown);
                    };
                };
            };
            Links: {
                [key: string]: string;
            };
            ProjectVariables: {
                [key: string]: {
                    Links: {
                        [key: string]: string;
                    };
                    ProjectId: string;
                    ProjectName: string;
                    Templates: components["schemas"]["VariableTemplate"][];
                    Variables: {
                        [key: string]: {
                            [key: string]: string | ({
                                HasValue?: boolean;
                                NewValue?: string;
                            } | unknown | unknown);
                        };
                    };
                };
            };
            SpaceId: string;
            TenantId: string;
            TenantName: string;
        };
        /** TimeZone */
        TimeZone: {
            Id: string;
            IsLocal: boolean;
            Links: {
                [key: string]: string;
            };
            Name: string;
        };
        /** TriggerDecision */
        TriggerDecision: {
            Category: string;
            DeploymentId: null | string;
            EnvironmentId: null | string;
            Id: string;
            MachineId: null | string;
            MachineName: null | string;
            Message: null | string;
            Occurred: string;
            Reason: null | string;
            ReleaseId: null | string;
            RunbookRunId: null | string;
            ScheduledFor: null | string;
            State: "Waiting" | "Deployed" | "ReleaseCreated" | "RunbookStarted" | "NotDeployed";
            TenantId: null | string;
        };
        /** TriggerDecisionCollection */
        TriggerDecisionCollection: {
            IsStale: boolean;
            Items: components["schemas"]["TriggerDecision"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** TypedEnvironment */
        TypedEnvironment: {
            AllowDynamicInfrastructure: boolean;
            Description: string;
            EnvironmentTags: string[];
            ExtensionSettings: Record<string, never>[];
            Id: string;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Slug: string;
            SortOrder: number;
            SpaceId: string;
            Type: string;
            UseGuidedFailure: boolean;
        };
        /** TypedEnvironmentCollection */
        TypedEnvironmentCollection: {
            IsStale: boolean;
            Items: components["schemas"]["TypedEnvironment"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** User */
        User: {
            CanPasswordBeEdited: boolean;
            Created: string;
            DisplayName: string;
            EmailAddress: string;
            Id: string;
            Identities: {
                [key: string]: unknown;
            }[];
            IsActive: boolean;
            IsRequestor: boolean;
            IsService: boolean;
            Links: {
                [key: string]: string;
            };
            Username: string;
        };
        /** UserAuthentication */
        UserAuthentication: {
            AuthenticationProviders: components["schemas"]["AuthenticationProvider"][];
            CanCurrentUserEditIdentitiesForUser: boolean;
            Links: {
                [key: string]: string;
            };
        };
        /** UserCollection */
        UserCollection: {
            IsStale: boolean;
            Items: components["schemas"]["User"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** UserPermissions */
        UserPermissions: {
            IsPermissionsComplete: boolean;
            IsTeamsComplete: boolean;
            SpacePermissions: {
                [key: string]: {
                    RestrictedToEnvironmentIds: string[];
                    RestrictedToProjectGroupIds: string[];
                    RestrictedToProjectIds: string[];
                    RestrictedToTenantIds: string[];
                    SpaceId: null | string;
                }[];
            };
            SystemPermissions: string[];
            Teams: {
                [key: string]: unknown;
            }[];
        } & {
            [key: string]: unknown;
        };
        /** UserRole */
        UserRole: {
            CanBeDeleted: boolean;
            Description: string;
            GrantedSpacePermissions: string[];
            GrantedSystemPermissions: string[];
            Id: string;
            LastModifiedBy: null | string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Slug: string;
            SpacePermissionDescriptions: string[];
            SupportedRestrictions: string[];
            SystemPermissionDescriptions: string[];
        };
        /** UserRoleBody */
        UserRoleBody: {
            Description?: string;
            GrantedSpacePermissions?: string[];
            GrantedSystemPermissions?: string[];
            Name: string;
            Slug?: string;
        };
        /** UserRoleCollection */
        UserRoleCollection: {
            IsStale: boolean;
            Items: components["schemas"]["UserRole"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** UserTeam */
        UserTeam: {
            ExternalGroupNames: string[];
            Id: string;
            IsDirectlyAssigned: boolean;
            Name: string;
            SpaceId: null | string;
        };
        /** Variable */
        Variable: {
            Description: string;
            Id: string;
            IsEditable: boolean;
            IsSensitive: boolean;
            Name: string;
            Prompt: null | {
                Description: string;
                DisplaySettings: {
                    [key: string]: string;
                };
                Label: string;
                Required: boolean;
            };
            Scope: {
                [key: string]: string[];
            };
            Type: "String" | "Sensitive" | "Certificate" | "AmazonWebServicesAccount" | "AzureAccount" | "GoogleCloudAccount" | "UsernamePasswordAccount" | "GenericOidcAccount" | "WorkerPool";
            Value: null | string;
        };
        /** VariableCandidate */
        VariableCandidate: {
            Id: string;
            IsSensitive: boolean;
            IsUsed: boolean;
            Origin: {
                Id: string;
                Kind: string;
                Name: string;
            };
            Reason: string;
            Scope: {
                [key: string]: string[];
            };
            Type: "String" | "Sensitive" | "Certificate" | "AmazonWebServicesAccount" | "AzureAccount" | "GoogleCloudAccount" | "UsernamePasswordAccount" | "GenericOidcAccount" | "WorkerPool";
            Value: null | string;
        };
        /** VariablePreview */
        VariablePreview: {
            Id: null | string;
            LastModifiedBy: null;
            LastModifiedOn: null | string;
            Links: {
                [key: string]: string;
            };
            OwnerId: string;
            ScopeValues: {
                [key: string]: {
                    Id: string;
                    Name: string;
                    ProcessType?: "Deployment" | "Runbook";
                }[];
            };
            SpaceId: string;
            Variables: components["schemas"]["PreviewedVariable"][];
            Version: number;
        };
        /** VariableSet */
        VariableSet: {
            Id: string;
            LastModifiedBy: null;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            OwnerId: string;
            ScopeValues: {
                [key: string]: {
                    Id: string;
                    Name: string;
                    ProcessType?: "Deployment" | "Runbook";
                }[];
            };
            SpaceId: string;
            Variables: components["schemas"]["Variable"][];
            Version: number;
            Warnings?: string[];
        };
        /** VariableSetBody */
        VariableSetBody: {
            Variables?: {
                Description?: string;
                Id?: string;
                IsEditable?: boolean;
                IsSensitive?: boolean;
                Name: string;
                Prompt?: {
                    Description?: string;
                    DisplaySettings?: {
                        [key: string]: string;
                    };
                    Label?: string;
                    Required?: boolean;
                };
                Scope?: {
                    [key: string]: string[];
                };
                Type?: "String" | "Sensitive" | "Certificate" | "AmazonWebServicesAccount" | "AzureAccount" | "GoogleCloudAccount" | "UsernamePasswordAccount" | "GenericOidcAccount" | "WorkerPool";
                Value?: string;
            }[];
            Version: number;
        };
        /** VariableTemplate */
        VariableTemplate: {
            DefaultValue?: null | (string | ({
                HasValue?: boolean;
                NewValue?: string;
            } | unknown | unknown));
            DisplaySettings: {
                [key: string]: string;
            };
            HelpText: string;
            Id: string;
            Label: string;
            Name: string;
        };
        /** Worker */
        Worker: {
            Architecture?: null | string;
            Endpoint: components["schemas"]["Endpoint"];
            HasLatestCalamari: boolean;
            HealthStatus: string;
            HostKeyRefusal: null | {
                Confirmed: string;
                RefusedAt: string;
                Shown: string;
            };
            Id: string;
            IsDisabled: boolean;
            IsInProcess: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            MachinePolicyId: string;
            Name: string;
            OperatingSystem?: null | string;
            OperatingSystemVersion?: null | string;
            ShellName?: null | string;
            ShellVersion?: null | string;
            SkipInitialHealthCheck: boolean;
            Slug: string;
            SpaceId: string;
            Status: string;
            StatusSummary: string;
            Thumbprint: null | string;
            Uri: null | string;
            WorkerPoolIds: string[];
        };
        /** WorkerBody */
        WorkerBody: {
            Endpoint: {
                AccountId?: string;
                ApplicationsDirectory?: string;
                CertificateSignatureAlgorithm?: string;
                CommunicationStyle: "None" | "TentaclePassive" | "TentacleActive" | "Ssh" | "OfflineDrop" | "Kubernetes" | "KubernetesTentacle" | "AzureWebApp" | "AzureServiceFabricCluster" | "AwsEcsCluster";
                DefaultWorkerPoolId?: string;
                DotNetCorePlatform?: string;
                Fingerprint?: string;
                Host?: string;
                JumpHostMachineId?: string;
                OctopusWorkingDirectory?: string;
                Port?: number;
                ProxyId?: string;
                Thumbprint?: string;
                Uri?: string;
            };
            IsDisabled?: boolean;
            MachinePolicyId?: string;
            Name: string;
            SkipInitialHealthCheck?: boolean;
            Slug?: string;
            WorkerPoolIds: string[];
        };
        /** WorkerCollection */
        WorkerCollection: {
            IsStale: boolean;
            Items: components["schemas"]["Worker"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
        /** WorkerPool */
        WorkerPool: {
            CanAddWorkers: boolean;
            Description: string;
            Id: string;
            IsDefault: boolean;
            LastModifiedBy: string;
            LastModifiedOn: string;
            Links: {
                [key: string]: string;
            };
            Name: string;
            Slug: string;
            SortOrder: number;
            SpaceId: string;
            WorkerPoolType: "StaticWorkerPool" | "DynamicWorkerPool";
        };
        /** WorkerPoolBody */
        WorkerPoolBody: {
            Description?: string;
            IsDefault?: boolean;
            Name: string;
            Slug?: string;
            SortOrder?: number;
            WorkerPoolType?: "StaticWorkerPool" | "DynamicWorkerPool";
        };
        /** WorkerPoolCollection */
        WorkerPoolCollection: {
            IsStale: boolean;
            Items: components["schemas"]["WorkerPool"][];
            ItemsPerPage: number;
            ItemType: string;
            LastPageNumber: number;
            Links: {
                [key: string]: string;
            };
            NumberOfPages: number;
            TotalResults: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Root"];
                };
            };
        };
    };
    getSpaceroot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpaceRoot"];
                };
            };
        };
    };
    getAccounts: {
        parameters: {
            query?: {
                accountType?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountCollection"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    replaceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    getAccountPk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    replaceAccountPk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    getAccountUsages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountUsages"];
                };
            };
        };
    };
    getAccountsAll: {
        parameters: {
            query?: {
                accountType?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"][];
                };
            };
        };
    };
    getActionTemplates: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplateCollection"];
                };
            };
        };
    };
    createActionTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionTemplateBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplate"];
                };
            };
        };
    };
    getActionTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplate"];
                };
            };
        };
    };
    replaceActionTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionTemplateBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplate"];
                };
            };
        };
    };
    deleteActionTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplate"];
                };
            };
        };
    };
    actionsUpdateActionTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ActionIdsByProcessId: {
                        [key: string]: string[];
                    };
                    Version?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionUpdate"][];
                };
            };
        };
    };
    getActionTemplateLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    logoActionTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getActionTemplateUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    getActionTemplateVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplate"];
                };
            };
        };
    };
    getActionTemplateVersionLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    getActionTemplatesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplate"][];
                };
            };
        };
    };
    getActionTemplatesCategories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplateCategory"][];
                };
            };
        };
    };
    getActionTemplatesSearch: {
        parameters: {
            query?: {
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionTemplateSearchItem"][];
                };
            };
        };
    };
    getAgentregistrationtokens: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRegistrationTokenCollection"];
                };
            };
        };
    };
    createAgentRegistrationToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    AllowReplacing?: boolean;
                    Description?: string;
                    EnvironmentIds?: string[];
                    Expires?: string;
                    MachinePolicyId?: string;
                    MaxUses?: number;
                    Roles?: string[];
                    TenantedDeploymentParticipation?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
                    TenantIds?: string[];
                    TenantTags?: string[];
                    WorkerPoolIds?: string[];
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAgentRegistrationToken"];
                };
            };
        };
    };
    getAgentregistrationtoken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRegistrationToken"];
                };
            };
        };
    };
    deleteAgentregistrationtoken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRegistrationToken"];
                };
            };
        };
    };
    getApprovalpolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getArtifacts: {
        parameters: {
            query?: {
                ids?: string | string[];
                order?: string;
                partialName?: string;
                regarding?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactCollection"];
                };
            };
        };
    };
    createArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Filename: string;
                    ServerTaskId: string;
                    Source?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
        };
    };
    getArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
        };
    };
    replaceArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Filename: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
        };
    };
    deleteArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
        };
    };
    getArtifactContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    replaceArtifactContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
        };
    };
    getArtifactsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                order?: string;
                partialName?: string;
                regarding?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"][];
                };
            };
        };
    };
    getBuildInformation: {
        parameters: {
            query?: {
                filter?: string;
                latest?: string;
                packageId?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInformationCollection"];
                };
            };
        };
    };
    buildInformation: {
        parameters: {
            query?: {
                overwriteMode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    OctopusBuildInformation: {
                        Branch?: string;
                        BuildEnvironment?: string;
                        BuildNumber?: string;
                        BuildUrl?: string;
                        Commits?: ({
                            Comment?: string;
                            Id?: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        IssueTrackerName?: string;
                        VcsCommitNumber?: string;
                        VcsRoot?: string;
                        VcsType?: string;
                        WorkItems?: {
                            Description?: string;
                            Id: string;
                            LinkUrl?: null | string;
                            Source?: string;
                        }[];
                    };
                    PackageId: string;
                    Version: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInformation"];
                };
            };
        };
    };
    getBuildInformationById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInformation"];
                };
            };
        };
    };
    deleteBuildInformationById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInformation"];
                };
            };
        };
    };
    deleteBuildInformationBulk: {
        parameters: {
            query?: {
                ids?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getCertificates: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    createCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getCertificatesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    followChanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    getChannels: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelCollection"];
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    replaceChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    getChannelReleases: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByVersion?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseCollection"];
                };
            };
        };
    };
    getChannelsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"][];
                };
            };
        };
    };
    getChannelsRuleTest: {
        parameters: {
            query?: {
                feedType?: string;
                feetType?: string;
                preReleaseTag?: string;
                version?: string;
                versionRange?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleTest"];
                };
            };
        };
    };
    testChannelRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    feedType?: string;
                    feetType?: string;
                    preReleaseTag?: string;
                    version?: string;
                    versionRange?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleTest"];
                };
            };
        };
    };
    getDashboard: {
        parameters: {
            query?: {
                projectId?: string;
                releaseId?: string;
                selectedTags?: string | string[];
                selectedTenants?: string | string[];
                showAll?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
        };
    };
    getDashboardDynamic: {
        parameters: {
            query?: {
                environments?: string | string[];
                includePrevious?: string;
                projects?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
        };
    };
    getDashboardconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardConfiguration"];
                };
            };
        };
    };
    replaceDashboardconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    IncludedEnvironmentIds?: string[];
                    IncludedProjectGroupIds?: string[];
                    IncludedProjectIds?: string[];
                    IncludedTenantIds?: string[];
                    IncludedTenantTags?: string[];
                    ProjectLimit?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardConfiguration"];
                };
            };
        };
    };
    getDeploymentProcesses: {
        parameters: {
            query?: {
                ids?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProcessCollection"];
                };
            };
        };
    };
    getDeploymentProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProcess"];
                };
            };
        };
    };
    replaceDeploymentProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProcessBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProcess"];
                };
            };
        };
    };
    getDeploymentProcessTemplate: {
        parameters: {
            query?: {
                channel?: string;
                releaseId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseTemplate"];
                };
            };
        };
    };
    getDeployments: {
        parameters: {
            query?: {
                channels?: string | string[];
                environments?: string | string[];
                ids?: string | string[];
                partialName?: string;
                projects?: string | string[];
                skip?: number;
                take?: number;
                taskState?: string | string[];
                tenants?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentCollection"];
                };
            };
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Comments?: string;
                    EnvironmentId: string;
                    ExcludedMachineIds?: string[];
                    ForcePackageDownload?: boolean;
                    ForcePackageRedeployment?: boolean;
                    FormValues?: {
                        [key: string]: string;
                    };
                    Priority?: "LifecycleDefault" | "On" | "Off";
                    QueueTime?: string;
                    QueueTimeExpiry?: string;
                    ReleaseId: string;
                    SkipActions?: string[];
                    SpecificMachineIds?: string[];
                    TenantId?: string;
                    UseGuidedFailure?: boolean;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
        };
    };
    deleteDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
        };
    };
    deployToTenantsByName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DeploymentFreezeNames?: string[];
                    EnvironmentName: string;
                    ExcludedMachineNames?: string[];
                    ExcludedTargetTags?: string[];
                    ForcePackageDownload?: boolean;
                    ForcePackageRedeployment?: boolean;
                    NoRunAfter?: string;
                    Priority?: "LifecycleDefault" | "On" | "Off";
                    ProjectName: string;
                    ReleaseVersion: string;
                    RunAt?: string;
                    SkipStepNames?: string[];
                    SpecificMachineNames?: string[];
                    SpecificTargetTags?: string[];
                    Tenants?: string[];
                    TenantTags?: string[];
                    UpdateVariableSnapshot?: boolean;
                    UseGuidedFailure?: boolean;
                    Variables?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedDeployments"];
                };
            };
        };
    };
    deployByName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DeploymentFreezeNames?: string[];
                    EnvironmentNames: string[];
                    ExcludedMachineNames?: string[];
                    ExcludedTargetTags?: string[];
                    ForcePackageDownload?: boolean;
                    ForcePackageRedeployment?: boolean;
                    NoRunAfter?: string;
                    Priority?: "LifecycleDefault" | "On" | "Off";
                    ProjectName: string;
                    ReleaseVersion: string;
                    RunAt?: string;
                    SkipStepNames?: string[];
                    SpecificMachineNames?: string[];
                    SpecificTargetTags?: string[];
                    UpdateVariableSnapshot?: boolean;
                    UseGuidedFailure?: boolean;
                    Variables?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedDeployments"];
                };
            };
        };
    };
    overrideDeployments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    CreateDeploymentCommand: {
                        Comments?: string;
                        EnvironmentId: string;
                        ExcludedMachineIds?: string[];
                        ForcePackageDownload?: boolean;
                        ForcePackageRedeployment?: boolean;
                        FormValues?: {
                            [key: string]: string;
                        };
                        Priority?: "LifecycleDefault" | "On" | "Off";
                        QueueTime?: string;
                        QueueTimeExpiry?: string;
                        ReleaseId: string;
                        SkipActions?: string[];
                        SpecificMachineIds?: string[];
                        TenantId?: string;
                        UseGuidedFailure?: boolean;
                    };
                    FreezeIds?: string[];
                    Reason?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        Deployment: components["schemas"]["Deployment"];
                    };
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: {
                environments?: string | string[];
                includeUpToDate?: "true" | "false" | "True" | "False";
                machines?: string | string[];
                projects?: string | string[];
                skip?: number;
                take?: number;
                tenants?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComponentDriftCollection"];
                };
            };
        };
    };
    getEnvironments: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentCollection"];
                };
            };
        };
    };
    createEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    getEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    replaceEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    deleteEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    getEnvironmentMachines: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                deploymentId?: string;
                environmentIds?: string | string[];
                healthStatuses?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                partialName?: string;
                roles?: string | string[];
                shellNames?: string | string[];
                skip?: number;
                take?: number;
                tenantIds?: string | string[];
                tenantTags?: string | string[];
                thumbprint?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineCollection"];
                };
            };
        };
    };
    getEnvironmentSinglyscopedvariabledetails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SinglyScopedVariables"];
                };
            };
        };
    };
    getEnvironmentsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"][];
                };
            };
        };
    };
    deprovisionEnvironmentsEphemeralById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceEnvironmentsSortOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": string[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getEnvironmentsSummary: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                deploymentId?: string;
                environmentIds?: string | string[];
                healthStatuses?: string | string[];
                hideEmptyEnvironments?: "true" | "false" | "True" | "False";
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                machinePartialName?: string;
                partialName?: string;
                roles?: string | string[];
                shellNames?: string | string[];
                tenantIds?: string | string[];
                tenantTags?: string | string[];
                thumbprint?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentsSummary"];
                };
            };
        };
    };
    getEnvironmentsV2: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
                type?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TypedEnvironmentCollection"];
                };
            };
        };
    };
    getFeeds: {
        parameters: {
            query?: {
                feedType?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedCollection"];
                };
            };
        };
    };
    createFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
        };
    };
    getFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
        };
    };
    replaceFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
        };
    };
    deleteFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
        };
    };
    getFeedPackagesNotes: {
        parameters: {
            query: {
                packageId: string;
                version: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
        };
    };
    getFeedPackagesSearch: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
                term?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundPackageCollection"];
                };
            };
        };
    };
    getFeedPackagesVersions: {
        parameters: {
            query: {
                filter?: string;
                includePreRelease?: string;
                includeReleaseNotes?: string;
                packageId: string;
                preReleaseTag?: string;
                skip?: number;
                take?: number;
                versionRange?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageVersionCollection"];
                };
            };
        };
    };
    getFeedsAll: {
        parameters: {
            query?: {
                feedType?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"][];
                };
            };
        };
    };
    getFeedsStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        TotalPackages: number;
                    };
                };
            };
        };
    };
    getGitCredentials: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    createGitCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getGitCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceGitCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteGitCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getGitCredentialsAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    getLibraryVariableSets: {
        parameters: {
            query?: {
                contentType?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryVariableSetCollection"];
                };
            };
        };
    };
    createLibraryVariableSet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LibraryVariableSetBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryVariableSet"];
                };
            };
        };
    };
    getLibraryVariableSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryVariableSet"];
                };
            };
        };
    };
    replaceLibraryVariableSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LibraryVariableSetBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryVariableSet"];
                };
            };
        };
    };
    deleteLibraryVariableSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryVariableSet"];
                };
            };
        };
    };
    getLibraryVariableSetUsages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        CountOfReleases: number;
                        CountOfReleasesUserCannotSee: number;
                        Projects: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
        };
    };
    getLibraryVariableSetsAll: {
        parameters: {
            query?: {
                contentType?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryVariableSet"][];
                };
            };
        };
    };
    getLifecycles: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LifecycleCollection"];
                };
            };
        };
    };
    createLifecycle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LifecycleBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"];
                };
            };
        };
    };
    getLifecycle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"];
                };
            };
        };
    };
    replaceLifecycle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LifecycleBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"];
                };
            };
        };
    };
    deleteLifecycle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"];
                };
            };
        };
    };
    getLifecyclePreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"];
                };
            };
        };
    };
    getLifecycleProjects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
        };
    };
    getLifecyclesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"][];
                };
            };
        };
    };
    getLifecyclesPreviews: {
        parameters: {
            query?: {
                ids?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lifecycle"][];
                };
            };
        };
    };
    getMachinePolicies: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachinePolicyCollection"];
                };
            };
        };
    };
    createMachinePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MachinePolicyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachinePolicy"];
                };
            };
        };
    };
    getMachinePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachinePolicy"];
                };
            };
        };
    };
    replaceMachinePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MachinePolicyBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachinePolicy"];
                };
            };
        };
    };
    deleteMachinePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachinePolicy"];
                };
            };
        };
    };
    getMachinePolicyMachines: {
        parameters: {
            query?: {
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineCollection"];
                };
            };
        };
    };
    getMachinePoliciesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachinePolicy"][];
                };
            };
        };
    };
    getMachinePoliciesTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ConnectionConnectTimeout?: string;
                        ConnectionRetryCountLimit?: number;
                        ConnectionRetrySleepInterval?: string;
                        ConnectionRetryTimeLimit?: string;
                        Description?: string;
                        Id: null;
                        IsDefault?: boolean;
                        Links: {
                            [key: string]: string;
                        };
                        MachineCleanupPolicy?: {
                            DeleteMachinesBehavior?: "DoNotDelete" | "DeleteUnavailableMachines";
                            DeleteMachinesElapsedTimeSpan?: string;
                        };
                        MachineConnectivityPolicy?: {
                            MachineConnectivityBehavior?: "ExpectedToBeOnline" | "MayBeOfflineAndCanBeSkipped";
                        };
                        MachineHealthCheckPolicy?: {
                            BashHealthCheckPolicy?: {
                                RunType?: "InheritFromDefault" | "Inline";
                                ScriptBody?: null | string;
                            };
                            HealthCheckCron?: string;
                            HealthCheckCronTimezone?: string;
                            HealthCheckInterval?: string;
                            HealthCheckType?: "RunScript" | "OnlyConnectivity";
                            PowerShellHealthCheckPolicy?: {
                                RunType?: "InheritFromDefault" | "Inline";
                                ScriptBody?: null | string;
                            };
                        };
                        MachinePackageCacheRetentionPolicy?: Record<string, never>;
                        MachineRpcCallRetryPolicy?: {
                            Enabled?: boolean;
                            HealthCheckRetryDuration?: string;
                            RetryDuration?: string;
                        };
                        MachineUpdatePolicy?: {
                            CalamariUpdateBehavior?: "UpdateOnDeployment" | "UpdateOnNewMachine" | "UpdateAlways";
                            KubernetesAgentUpdateBehavior?: "Update" | "NeverUpdate" | "Block";
                            TentacleUpdateAccountId?: null | string;
                            TentacleUpdateBehavior?: "NeverUpdate" | "Update";
                        };
                        Name: string;
                        PollingRequestMaximumMessageProcessingTimeout?: string;
                        PollingRequestQueueTimeout?: string;
                        Slug?: string;
                        SpaceId: string;
                    };
                };
            };
        };
    };
    getMachineRolesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getMachines: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                deploymentId?: string;
                environmentIds?: string | string[];
                healthStatuses?: string | string[];
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                name?: string;
                partialName?: string;
                roles?: string | string[];
                shellNames?: string | string[];
                skip?: number;
                take?: number;
                tenantIds?: string | string[];
                tenantTags?: string | string[];
                thumbprint?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineCollection"];
                };
            };
        };
    };
    createMachine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MachineBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
        };
    };
    getMachine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
        };
    };
    replaceMachine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MachineBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
        };
    };
    deleteMachine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"];
                };
            };
        };
    };
    getMachineConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineConnection"];
                };
            };
        };
    };
    getMachineInstallations: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstallationCollection"];
                };
            };
        };
    };
    getMachineTasks: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
                type?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCollection"];
                };
            };
        };
    };
    getMachinesAll: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                deploymentId?: string;
                environmentIds?: string | string[];
                healthStatuses?: string | string[];
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                name?: string;
                partialName?: string;
                roles?: string | string[];
                shellNames?: string | string[];
                skip?: number;
                take?: number;
                tenantIds?: string | string[];
                tenantTags?: string | string[];
                thumbprint?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Machine"][];
                };
            };
        };
    };
    getMachinesDiscover: {
        parameters: {
            query?: {
                host?: string;
                jumpHostMachineId?: string;
                port?: number;
                proxyId?: string;
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveredMachine"];
                };
            };
        };
    };
    getMachinesOperatingsystemNamesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getMachinesOperatingsystemShellsAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    replaceNugetPackages: {
        parameters: {
            query?: {
                replace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getObservabilityKubernetesMonitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    createObservabilityLogsSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getPackages: {
        parameters: {
            query?: {
                filter?: string;
                latest?: string;
                nuGetPackageId?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageCollection"];
                };
            };
        };
    };
    getPackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
        };
    };
    deletePackage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
        };
    };
    getPackageRaw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    deltaPackageByBase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                base: string;
                package: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getPackageByVersionDeltaSignature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                package: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deletePackagesBulk: {
        parameters: {
            query?: {
                ids?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getPackagesNotes: {
        parameters: {
            query?: {
                packageIds?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageNotes"];
                };
            };
        };
    };
    rawPackages: {
        parameters: {
            query?: {
                overwriteMode?: string;
                replace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Package"];
                };
            };
        };
    };
    getParentEnvironments: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    createParentEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getParentEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getParentEnvironmentsAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    getProgressionByProjectId: {
        parameters: {
            query?: {
                releaseHistoryCount?: number;
            };
            header?: never;
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progression"];
                };
            };
        };
    };
    getProjectGroups: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectGroupCollection"];
                };
            };
        };
    };
    createProjectGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectGroupBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectGroup"];
                };
            };
        };
    };
    getProjectGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectGroup"];
                };
            };
        };
    };
    replaceProjectGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectGroupBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectGroup"];
                };
            };
        };
    };
    deleteProjectGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectGroup"];
                };
            };
        };
    };
    getProjectGroupProjects: {
        parameters: {
            query?: {
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectCollection"];
                };
            };
        };
    };
    getProjectGroupsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectGroup"][];
                };
            };
        };
    };
    getProjects: {
        parameters: {
            query?: {
                clonedFromProjectId?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectCollection"];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: {
                clone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    replaceProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    getProjectByGitRefDeploymentProcesses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gitRef: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceProjectByGitRefDeploymentProcesses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gitRef: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getProjectByGitRefVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gitRef: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceProjectByGitRefVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gitRef: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getProjectChannels: {
        parameters: {
            query?: {
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelCollection"];
                };
            };
        };
    };
    createProjectChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    CustomFieldDefinitions?: {
                        Description?: string;
                        FieldName: string;
                    }[];
                    Description?: string;
                    EphemeralEnvironmentNameTemplate?: null | string;
                    GitReferenceRules?: string[];
                    GitResourceRules?: Record<string, never>[];
                    IsDefault?: boolean;
                    LifecycleId?: null | string;
                    Name: string;
                    ParentEnvironmentId?: null | string;
                    ProjectId?: string;
                    Rules?: {
                        ActionPackages?: {
                            DeploymentAction?: string;
                            PackageReference?: string;
                        }[];
                        Id?: string;
                        Tag?: string;
                        VersioningStrategy?: string;
                        VersionRange?: string;
                        VersionTagRegex?: string;
                    }[];
                    Slug?: string;
                    TenantTags?: string[];
                    Type?: "Lifecycle";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    getProjectChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    replaceProjectChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    CustomFieldDefinitions?: {
                        Description?: string;
                        FieldName: string;
                    }[];
                    Description?: string;
                    EphemeralEnvironmentNameTemplate?: null | string;
                    GitReferenceRules?: string[];
                    GitResourceRules?: Record<string, never>[];
                    IsDefault?: boolean;
                    LifecycleId?: null | string;
                    Name: string;
                    ParentEnvironmentId?: null | string;
                    ProjectId?: string;
                    Rules?: {
                        ActionPackages?: {
                            DeploymentAction?: string;
                            PackageReference?: string;
                        }[];
                        Id?: string;
                        Tag?: string;
                        VersioningStrategy?: string;
                        VersionRange?: string;
                        VersionTagRegex?: string;
                    }[];
                    Slug?: string;
                    TenantTags?: string[];
                    Type?: "Lifecycle";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    deleteProjectChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    getProjectChannelReleases: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByVersion?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                channel: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseCollection"];
                };
            };
        };
    };
    replaceProjectChannelsOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": string[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    convergeProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConvergeBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Converge"];
                };
            };
        };
    };
    getProjectDeploymentProcesses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProcess"];
                };
            };
        };
    };
    replaceProjectDeploymentProcesses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProcessBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentProcess"];
                };
            };
        };
    };
    getProjectDeploymentProcessesTemplate: {
        parameters: {
            query?: {
                channel?: string;
                releaseId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseTemplate"];
                };
            };
        };
    };
    getProjectDeploymentSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentSettings"];
                };
            };
        };
    };
    replaceProjectDeploymentSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeploymentSettingsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentSettings"];
                };
            };
        };
    };
    getProjectDrift: {
        parameters: {
            query?: {
                environments?: string | string[];
                includeUpToDate?: "true" | "false" | "True" | "False";
                machines?: string | string[];
                skip?: number;
                take?: number;
                tenants?: string | string[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuiteDriftCollection"];
                };
            };
        };
    };
    getProjectEnvironmentUntenantedLivestatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ephemeralProjectEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deprovisionProjectEnvironmentsEphemeralByEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getProjectEnvironmentsEphemeralByEnvironmentStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getProjectGitBranches: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    convertProjectGit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getProjectGitTags: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    getProjectLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    logoProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getProjectReleases: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByVersion?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseCollection"];
                };
            };
        };
    };
    getProjectRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    getProjectRunbookProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                process: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookProcess"];
                };
            };
        };
    };
    replaceProjectRunbookProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                process: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProcessBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookProcess"];
                };
            };
        };
    };
    getProjectRunbooks: {
        parameters: {
            query?: {
                ids?: string | string[];
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookCollection"];
                };
            };
        };
    };
    createProjectRunbook: {
        parameters: {
            query?: {
                clone?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ConnectivityPolicy?: {
                        AllowDeploymentsToNoTargets?: boolean;
                        ExcludeUnhealthyTargets?: boolean;
                        SkipMachineBehavior?: "None" | "SkipUnavailableMachines";
                        TargetRoles?: string[];
                    };
                    DefaultGuidedFailureMode?: "EnvironmentDefault" | "Off" | "On";
                    Description?: string;
                    Environments?: string[];
                    EnvironmentScope?: "All" | "Specified" | "FromProjectLifecycles";
                    ForcePackageDownload?: boolean;
                    MultiTenancyMode?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
                    Name: string;
                    ProjectId?: string;
                    PublishedRunbookSnapshotId?: null | string;
                    RunbookTags?: string[];
                    RunRetentionPolicy?: {
                        QuantityToKeep?: number;
                        ShouldKeepForever?: boolean;
                        Strategy?: "Default" | "Count" | "Forever";
                        Unit?: "Items" | "Days";
                    };
                    Slug?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    getProjectRunbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    replaceProjectRunbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ConnectivityPolicy?: {
                        AllowDeploymentsToNoTargets?: boolean;
                        ExcludeUnhealthyTargets?: boolean;
                        SkipMachineBehavior?: "None" | "SkipUnavailableMachines";
                        TargetRoles?: string[];
                    };
                    DefaultGuidedFailureMode?: "EnvironmentDefault" | "Off" | "On";
                    Description?: string;
                    Environments?: string[];
                    EnvironmentScope?: "All" | "Specified" | "FromProjectLifecycles";
                    ForcePackageDownload?: boolean;
                    MultiTenancyMode?: "Untenanted" | "TenantedOrUntenanted" | "Tenanted";
                    Name: string;
                    ProjectId?: string;
                    PublishedRunbookSnapshotId?: null | string;
                    RunbookTags?: string[];
                    RunRetentionPolicy?: {
                        QuantityToKeep?: number;
                        ShouldKeepForever?: boolean;
                        Strategy?: "Default" | "Count" | "Forever";
                        Unit?: "Items" | "Days";
                    };
                    Slug?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    deleteProjectRunbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    getProjectRunbookEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"][];
                };
            };
        };
    };
    getProjectRunbookRunbookRunsPreviewByEnvironment: {
        parameters: {
            query?: {
                includeDisabledSteps?: string;
            };
            header?: never;
            path: {
                environment: string;
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunPreview"];
                };
            };
        };
    };
    getProjectRunbookRunbookRunsPreviewByEnvironmentByTenant: {
        parameters: {
            query?: {
                includeDisabledSteps?: string;
            };
            header?: never;
            path: {
                environment: string;
                id: string;
                runbook: string;
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunPreview"];
                };
            };
        };
    };
    createProjectRunbookRunbookRunsPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DeploymentPreviews: {
                        EnvironmentId: string;
                        TenantId?: string;
                    }[];
                    IncludeDisabledSteps?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunPreview"][];
                };
            };
        };
    };
    getProjectRunbookRunbookruntemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunTemplate"];
                };
            };
        };
    };
    getProjectRunbookRunbookSnapshots: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshotCollection"];
                };
            };
        };
    };
    getProjectRunbookRunbookSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
                snapshot: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    getProjectRunbookRunbooksnapshottemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                runbook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshotTemplate"];
                };
            };
        };
    };
    getProjectRunbookSnapshots: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshotCollection"];
                };
            };
        };
    };
    createProjectRunbookSnapshot: {
        parameters: {
            query?: {
                publish?: null | string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunbookSnapshotBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    getProjectRunbookSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                snapshot: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    getProjectSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        HasDeploymentProcess: boolean;
                        HasRunbooks: boolean;
                    };
                };
            };
        };
    };
    getProjectVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableSet"];
                };
            };
        };
    };
    replaceProjectVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariableSetBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableSet"];
                };
            };
        };
    };
    getProjectProgression: {
        parameters: {
            query?: {
                releaseHistoryCount?: number;
            };
            header?: never;
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progression"];
                };
            };
        };
    };
    getTriggersOfProject: {
        parameters: {
            query?: {
                partialName?: string;
                skip?: number;
                take?: number;
                triggerActionType?: string;
            };
            header?: never;
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTriggerCollection"];
                };
            };
        };
    };
    createTriggerInProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Action: {
                        ActionType: "AutoDeploy" | "DeployLatestRelease" | "DeployLatestReleaseToEnvironment" | "DeployNewRelease" | "CreateRelease" | "RunRunbook";
                        ChannelId?: string;
                        DestinationEnvironmentId?: string;
                        EnvironmentId?: string;
                        EnvironmentIds?: string[];
                        FormValues?: unknown;
                        RunbookId?: string;
                        ShouldDeployOnlyMissing?: boolean;
                        ShouldRedeployWhenMachineHasBeenDeployedTo?: boolean;
                        ShouldRedeployWhenReleaseIsCurrent?: boolean;
                        SourceEnvironmentIds?: string[];
                        TenantIds?: string[];
                        TenantTags?: string[];
                        Variables?: string;
                        VersionControlReference?: unknown;
                    };
                    Description?: string;
                    Filter: {
                        CronExpression?: string;
                        DateOfMonth?: string;
                        DayNumberOfMonth?: string;
                        DayOfWeek?: string;
                        DaysOfWeek?: string[];
                        EnvironmentIds?: string[];
                        EventCategories?: string[];
                        EventGroups?: string[];
                        FilterType: "MachineFilter" | "OnceDailySchedule" | "ContinuousDailySchedule" | "DailySchedule" | "DaysPerWeekSchedule" | "DaysPerMonthSchedule" | "CronExpressionSchedule";
                        Friday?: boolean;
                        HourInterval?: number;
                        Interval?: string;
                        MinuteInterval?: number;
                        Monday?: boolean;
                        MonthlyScheduleType?: string;
                        Roles?: string[];
                        RunAfter?: string;
                        RunType?: string;
                        RunUntil?: string;
                        Saturday?: boolean;
                        StartTime?: string;
                        Sunday?: boolean;
                        Thursday?: boolean;
                        Timezone?: string;
                        Tuesday?: boolean;
                        Wednesday?: boolean;
                    };
                    IsDisabled?: boolean;
                    Name: string;
                    ProjectId?: string;
                    Slug?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    getTriggerOfProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    replaceTriggerOfProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Action: {
                        ActionType: "AutoDeploy" | "DeployLatestRelease" | "DeployLatestReleaseToEnvironment" | "DeployNewRelease" | "CreateRelease" | "RunRunbook";
                        ChannelId?: string;
                        DestinationEnvironmentId?: string;
                        EnvironmentId?: string;
                        EnvironmentIds?: string[];
                        FormValues?: unknown;
                        RunbookId?: string;
                        ShouldDeployOnlyMissing?: boolean;
                        ShouldRedeployWhenMachineHasBeenDeployedTo?: boolean;
                        ShouldRedeployWhenReleaseIsCurrent?: boolean;
                        SourceEnvironmentIds?: string[];
                        TenantIds?: string[];
                        TenantTags?: string[];
                        Variables?: string;
                        VersionControlReference?: unknown;
                    };
                    Description?: string;
                    Filter: {
                        CronExpression?: string;
                        DateOfMonth?: string;
                        DayNumberOfMonth?: string;
                        DayOfWeek?: string;
                        DaysOfWeek?: string[];
                        EnvironmentIds?: string[];
                        EventCategories?: string[];
                        EventGroups?: string[];
                        FilterType: "MachineFilter" | "OnceDailySchedule" | "ContinuousDailySchedule" | "DailySchedule" | "DaysPerWeekSchedule" | "DaysPerMonthSchedule" | "CronExpressionSchedule";
                        Friday?: boolean;
                        HourInterval?: number;
                        Interval?: string;
                        MinuteInterval?: number;
                        Monday?: boolean;
                        MonthlyScheduleType?: string;
                        Roles?: string[];
                        RunAfter?: string;
                        RunType?: string;
                        RunUntil?: string;
                        Saturday?: boolean;
                        StartTime?: string;
                        Sunday?: boolean;
                        Thursday?: boolean;
                        Timezone?: string;
                        Tuesday?: boolean;
                        Wednesday?: boolean;
                    };
                    IsDisabled?: boolean;
                    Name: string;
                    ProjectId?: string;
                    Slug?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    deleteTriggerOfProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    getProjectsAll: {
        parameters: {
            query?: {
                clonedFromProjectId?: string;
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
        };
    };
    getProjectsExperimentalSummaries: {
        parameters: {
            query?: {
                ids?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSummaryItem"][];
                };
            };
        };
    };
    exportProjectsImportExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    importProjectsImportExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getProjectsPulse: {
        parameters: {
            query?: {
                projectIds?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPulse"][];
                };
            };
        };
    };
    getProjectTriggers: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                runbooks?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTriggerCollection"];
                };
            };
        };
    };
    createProjectTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectTriggerBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    getProjectTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    replaceProjectTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectTriggerBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    deleteProjectTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    getProjectTriggerDecisions: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerDecisionCollection"];
                };
            };
        };
    };
    getProjectTriggersAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                runbooks?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"][];
                };
            };
        };
    };
    getProxies: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyCollection"];
                };
            };
        };
    };
    createProxy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProxyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proxy"];
                };
            };
        };
    };
    getProxy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proxy"];
                };
            };
        };
    };
    replaceProxy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProxyBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proxy"];
                };
            };
        };
    };
    deleteProxy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proxy"];
                };
            };
        };
    };
    getProxiesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proxy"][];
                };
            };
        };
    };
    getReleases: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByVersion?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseCollection"];
                };
            };
        };
    };
    createRelease: {
        parameters: {
            query?: {
                ignoreChannelRules?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ChannelId?: string;
                    CustomFields?: {
                        [key: string]: string;
                    };
                    IgnoreChannelRules?: boolean;
                    ProjectId: string;
                    ReleaseNotes?: string;
                    SelectedPackages?: {
                        ActionName?: string;
                        PackageReferenceName?: string;
                        StepName?: string;
                        Version: string;
                    }[];
                    Version: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    replaceRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ChannelId?: string;
                    CustomFields?: {
                        [key: string]: string;
                    };
                    IgnoreChannelRules?: boolean;
                    ProjectId: string;
                    ReleaseNotes?: string;
                    SelectedPackages?: {
                        ActionName?: string;
                        PackageReferenceName?: string;
                        StepName?: string;
                        Version: string;
                    }[];
                    Version: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    deleteRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    getReleaseDefects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefectCollection"];
                };
            };
        };
    };
    createReleaseDefect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Description: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Defect"];
                };
            };
        };
    };
    resolveReleaseDefects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Defect"];
                };
            };
        };
    };
    getReleaseDeployments: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentCollection"];
                };
            };
        };
    };
    planReleaseDeployments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    EnvironmentId: string;
                    ExcludedMachineIds?: string[];
                    FormValues?: {
                        [key: string]: string;
                    };
                    SpecificMachineIds?: string[];
                    Steps?: {
                        Actions?: {
                            ActionType: string;
                            CanBeUsedForProjectVersioning?: boolean;
                            Channels?: string[];
                            Condition?: string;
                            Container?: {
                                Dockerfile?: null | string;
                                FeedId?: null | string;
                                GitUrl?: null | string;
                                Image?: null | string;
                            };
                            Environments?: string[];
                            ExcludedEnvironments?: string[];
                            GitDependencies?: Record<string, never>[];
                            Id?: string;
                            Inputs?: null | Record<string, never>;
                            IsDisabled?: boolean;
                            IsRequired?: boolean;
                            Name: string;
                            Notes?: null | string;
                            Packages?: {
                                AcquisitionLocation?: string;
                                FeedId?: string;
                                Id?: string;
                                Name?: string;
                                PackageId?: string;
                                Properties?: {
                                    [key: string]: string | ({
                                        HasValue?: boolean;
                                        NewValue?: string;
                                    } | unknown | unknown);
                                };
                                StepPackageInputsReferenceId?: null | string;
                                Version?: null | string;
                            }[];
                            Properties?: {
                                [key: string]: string | ({
                                    HasValue?: boolean;
                                    NewValue?: string;
                                } | unknown | unknown);
                            };
                            Slug?: string;
                            StepPackageVersion?: null | string;
                            TenantTags?: string[];
                            WorkerPoolId?: null | string;
                            WorkerPoolVariable?: string;
                        }[];
                        Condition?: string;
                        Id?: string;
                        Name: string;
                        PackageRequirement?: string;
                        Properties?: {
                            [key: string]: string | ({
                                HasValue?: boolean;
                                NewValue?: string;
                            } | unknown | unknown);
                        };
                        RequiresPackagesToBeAcquired?: boolean;
                        Slug?: string;
                        StartTrigger?: string;
                    }[];
                    TenantId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuitePlan"];
                };
            };
        };
    };
    getReleaseDeploymentsPreviewByEnvironment: {
        parameters: {
            query?: {
                includeDisabledSteps?: string;
            };
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPreview"];
                };
            };
        };
    };
    getReleaseDeploymentsPreviewByEnvironmentByTenant: {
        parameters: {
            query?: {
                includeDisabledSteps?: string;
            };
            header?: never;
            path: {
                environment: string;
                id: string;
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPreview"];
                };
            };
        };
    };
    createReleaseDeploymentsPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DeploymentPreviews: {
                        EnvironmentId: string;
                        TenantId?: string;
                    }[];
                    IncludeDisabledSteps?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPreview"][];
                };
            };
        };
    };
    getReleaseDeploymentsTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentTemplate"];
                };
            };
        };
    };
    getReleaseMissingPackages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MissingPackages"];
                };
            };
        };
    };
    getReleaseProgression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseProgression"];
                };
            };
        };
    };
    createReleaseSnapshotVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    snapshotVariablesByNameRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    VariableNames?: string[];
                    Variables?: unknown[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    getReleaseVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableSet"][];
                };
            };
        };
    };
    createReleaseByName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ChannelName?: string;
                    CustomFields?: {
                        [key: string]: string;
                    };
                    GitCommit?: string;
                    GitRef?: string;
                    GitResources?: string[];
                    IgnoreChannelRules?: boolean;
                    IgnoreIfAlreadyExists?: boolean;
                    PackagePrerelease?: string;
                    Packages?: string[];
                    PackageVersion?: string;
                    ProjectName: string;
                    ReleaseNotes?: string;
                    ReleaseVersion?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedRelease"];
                };
            };
        };
    };
    getReportingDeploymentsCountedByWeek: {
        parameters: {
            query?: {
                projectIds?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentsOfWeek"][];
                };
            };
        };
    };
    getReportingDeploymentsXml: {
        parameters: {
            query?: {
                fromCompletedTime?: string;
                fromCreated?: string;
                fromQueueTime?: string;
                fromStartTime?: string;
                projectId?: string;
                toCompletedTime?: string;
                toCreated?: string;
                toQueueTime?: string;
                toStartTime?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getRetentionpolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    runRunbookByName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunbookRunsCommand"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRunbookRuns"];
                };
            };
        };
    };
    runRunbookOfGitByName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ProjectName: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRunbookRuns"];
                };
            };
        };
    };
    getRunbookProcesses: {
        parameters: {
            query?: {
                ids?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookProcessCollection"];
                };
            };
        };
    };
    getRunbookProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookProcess"];
                };
            };
        };
    };
    replaceRunbookProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentProcessBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookProcess"];
                };
            };
        };
    };
    getRunbookRuns: {
        parameters: {
            query?: {
                environments?: string | string[];
                ids?: string | string[];
                partialName?: string;
                projects?: string | string[];
                runbooks?: string | string[];
                skip?: number;
                take?: number;
                taskState?: string | string[];
                tenants?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunCollection"];
                };
            };
        };
    };
    createRunbookRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunbookRunBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRun"];
                };
            };
        };
    };
    getRunbookRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRun"];
                };
            };
        };
    };
    deleteRunbookRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRun"];
                };
            };
        };
    };
    getRunbooks: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                projectIds?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookCollection"];
                };
            };
        };
    };
    createRunbook: {
        parameters: {
            query?: {
                clone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunbookBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    getRunbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    replaceRunbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunbookBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    deleteRunbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"];
                };
            };
        };
    };
    getRunbookRunbookRuns: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunCollection"];
                };
            };
        };
    };
    getRunbooksAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                projectIds?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runbook"][];
                };
            };
        };
    };
    getRunbookSnapshots: {
        parameters: {
            query?: {
                ids?: string | string[];
                searchByName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshotCollection"];
                };
            };
        };
    };
    createRunbookSnapshot: {
        parameters: {
            query?: {
                publish?: null | string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunbookSnapshotBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    getRunbookSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    replaceRunbookSnapshot: {
        parameters: {
            query?: {
                publish?: null | string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangedRunbookSnapshotBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    deleteRunbookSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    getRunbookSnapshotRunbookRuns: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunCollection"];
                };
            };
        };
    };
    getRunbookSnapshotRunbookRunsPreviewByEnvironment: {
        parameters: {
            query?: {
                includeDisabledSteps?: string;
            };
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunPreview"];
                };
            };
        };
    };
    getRunbookSnapshotRunbookRunsPreviewByEnvironmentByTenant: {
        parameters: {
            query?: {
                includeDisabledSteps?: string;
            };
            header?: never;
            path: {
                environment: string;
                id: string;
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunPreview"];
                };
            };
        };
    };
    createRunbookSnapshotRunbookRunsPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DeploymentPreviews: {
                        EnvironmentId: string;
                        TenantId?: string;
                    }[];
                    IncludeDisabledSteps?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunPreview"][];
                };
            };
        };
    };
    getRunbookSnapshotRunbookRunsTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookRunTemplate"];
                };
            };
        };
    };
    createRunbookSnapshotSnapshotVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookSnapshot"];
                };
            };
        };
    };
    getScheduledProjectTriggers: {
        parameters: {
            query?: {
                ids?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTriggerCollection"];
                };
            };
        };
    };
    getScheduledProjectTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTrigger"];
                };
            };
        };
    };
    getServertaskapprovals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getTagSets: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                scopes?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagSetCollection"];
                };
            };
        };
    };
    createTagSet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagSetBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagSet"];
                };
            };
        };
    };
    getTagSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagSet"];
                };
            };
        };
    };
    replaceTagSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagSetBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagSet"];
                };
            };
        };
    };
    deleteTagSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagSet"];
                };
            };
        };
    };
    getTagSetsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                scopes?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagSet"][];
                };
            };
        };
    };
    replaceTagSetsSortOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": string[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getTenants: {
        parameters: {
            query?: {
                clonedFromTenantId?: string;
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                name?: string;
                partialName?: string;
                projectId?: string;
                skip?: number;
                tags?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantCollection"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: {
                clone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    replaceTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    deleteTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    getTenantCommonvariables: {
        parameters: {
            query?: {
                includeMissingVariables?: "true" | "false" | "True" | "False";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantCommonVariables"];
                };
            };
        };
    };
    replaceTenantCommonvariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    Id?: string;
                    LibraryVariableSetId?: string;
                    ProjectId?: string;
                    Scope?: {
                        EnvironmentIds?: string[];
                    };
                    TemplateId: string;
                    Value?: string | ({
                        HasValue?: boolean;
                        NewValue?: string;
                    } | unknown | unknown);
                }[] | {
                    Variables: {
                        Id?: string;
                        LibraryVariableSetId?: string;
                        ProjectId?: string;
                        Scope?: {
                            EnvironmentIds?: string[];
                        };
                        TemplateId: string;
                        Value?: string | ({
                            HasValue?: boolean;
                            NewValue?: string;
                        } | unknown | unknown);
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantCommonVariables"];
                };
            };
        };
    };
    getTenantLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    logoTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getTenantProjectvariables: {
        parameters: {
            query?: {
                includeMissingVariables?: "true" | "false" | "True" | "False";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantProjectVariables"];
                };
            };
        };
    };
    replaceTenantProjectvariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    Id?: string;
                    LibraryVariableSetId?: string;
                    ProjectId?: string;
                    Scope?: {
                        EnvironmentIds?: string[];
                    };
                    TemplateId: string;
                    Value?: string | ({
                        HasValue?: boolean;
                        NewValue?: string;
                    } | unknown | unknown);
                }[] | {
                    Variables: {
                        Id?: string;
                        LibraryVariableSetId?: string;
                        ProjectId?: string;
                        Scope?: {
                            EnvironmentIds?: string[];
                        };
                        TemplateId: string;
                        Value?: string | ({
                            HasValue?: boolean;
                            NewValue?: string;
                        } | unknown | unknown);
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantProjectVariables"];
                };
            };
        };
    };
    getTenantVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantVariables"];
                };
            };
        };
    };
    replaceTenantVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    ConcurrencyToken?: string;
                    LibraryVariables?: {
                        [key: string]: {
                            Variables?: {
                                [key: string]: string | ({
                                    HasValue?: boolean;
                                    NewValue?: string;
                                } | unknown | unknown);
                            };
                        };
                    };
                    ProjectVariables?: {
                        [key: string]: {
                            Variables?: {
                                [key: string]: {
                                    [key: string]: string | ({
                                        HasValue?: boolean;
                                        NewValue?: string;
                                    } | unknown | unknown);
                                };
                            };
                        };
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantVariables"];
                };
            };
        };
    };
    createTenantVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    ConcurrencyToken?: string;
                    LibraryVariables?: {
                        [key: string]: {
                            Variables?: {
                                [key: string]: string | ({
                                    HasValue?: boolean;
                                    NewValue?: string;
                                } | unknown | unknown);
                            };
                        };
                    };
                    ProjectVariables?: {
                        [key: string]: {
                            Variables?: {
                                [key: string]: {
                                    [key: string]: string | ({
                                        HasValue?: boolean;
                                        NewValue?: string;
                                    } | unknown | unknown);
                                };
                            };
                        };
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantVariables"];
                };
            };
        };
    };
    getTenantsAll: {
        parameters: {
            query?: {
                clonedFromTenantId?: string;
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                name?: string;
                partialName?: string;
                projectId?: string;
                skip?: number;
                tags?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"][];
                };
            };
        };
    };
    getTenantsStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        Enabled: boolean;
                    };
                };
            };
        };
    };
    getTenantsTagTest: {
        parameters: {
            query?: {
                tags?: string | string[];
                tenantIds?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: {
                            IsMatched: boolean;
                            MissingTags: string[];
                            Reason: string;
                        };
                    };
                };
            };
        };
    };
    getTenantsVariablesMissing: {
        parameters: {
            query?: {
                environmentId?: string;
                includeDetails?: "true" | "false" | "True" | "False";
                projectId?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MissingTenantVariables"][];
                };
            };
        };
    };
    getTenantVariablesAll: {
        parameters: {
            query?: {
                projectId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantVariables"][];
                };
            };
        };
    };
    getVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableSet"];
                };
            };
        };
    };
    replaceVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariableSetBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableSet"];
                };
            };
        };
    };
    getVariablesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableSet"][];
                };
            };
        };
    };
    getVariablesNames: {
        parameters: {
            query?: {
                project?: string;
                projectEnvironmentsFilter?: string;
                runbook?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getVariablesPreview: {
        parameters: {
            query: {
                action?: string;
                channel?: string;
                environment?: string;
                machine?: string;
                name?: string;
                project: string;
                role?: string;
                runbook?: string;
                tenant?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariablePreview"];
                };
            };
        };
    };
    getWorkerPools: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPoolCollection"];
                };
            };
        };
    };
    createWorkerPool: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerPoolBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPool"];
                };
            };
        };
    };
    getWorkerPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPool"];
                };
            };
        };
    };
    replaceWorkerPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerPoolBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPool"];
                };
            };
        };
    };
    deleteWorkerPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPool"];
                };
            };
        };
    };
    getWorkerPoolWorkers: {
        parameters: {
            query?: {
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerCollection"];
                };
            };
        };
    };
    getWorkerPoolsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPool"][];
                };
            };
        };
    };
    getWorkerPoolsDynamicworkertypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    replaceWorkerPoolsSortOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": string[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getWorkerPoolsSummary: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                healthStatuses?: string | string[];
                hideEmptyWorkerPools?: "true" | "false" | "True" | "False";
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                machinePartialName?: string;
                partialName?: string;
                shellNames?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getWorkerPoolsSupportedtypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getWorkers: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                healthStatuses?: string | string[];
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                name?: string;
                partialName?: string;
                shellNames?: string | string[];
                skip?: number;
                take?: number;
                thumbprint?: string;
                workerPoolIds?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerCollection"];
                };
            };
        };
    };
    createWorker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
        };
    };
    getWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
        };
    };
    replaceWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
        };
    };
    deleteWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
        };
    };
    getWorkerConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineConnection"];
                };
            };
        };
    };
    getWorkersAll: {
        parameters: {
            query?: {
                commStyles?: string | string[];
                healthStatuses?: string | string[];
                ids?: string | string[];
                isDisabled?: "true" | "false" | "True" | "False";
                name?: string;
                partialName?: string;
                shellNames?: string | string[];
                skip?: number;
                take?: number;
                thumbprint?: string;
                workerPoolIds?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"][];
                };
            };
        };
    };
    getWorkersDiscover: {
        parameters: {
            query?: {
                host?: string;
                jumpHostMachineId?: string;
                port?: number;
                proxyId?: string;
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveredWorker"];
                };
            };
        };
    };
    getWorkersOperatingsystemNamesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    getWorkersOperatingsystemShellsAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
        };
    };
    registerAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Environments?: string[];
                    MachinePolicy?: string;
                    Name: string;
                    PublicKey: string;
                    Roles?: string[];
                    Signature: string;
                    Tenants?: string[];
                    TenantTags?: string[];
                    Token: string;
                    WorkerPools?: string[];
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredAgent"];
                };
            };
        };
    };
    getAuthentication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authentication"];
                };
            };
        };
    };
    getCapabilities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        Capabilities: string[];
                    };
                };
            };
        };
    };
    getCapability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        Exists: boolean;
                    };
                };
            };
        };
    };
    getCommunityActionTemplates: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    getCommunityActionTemplatesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    getConfigurationFeatureToggles: {
        parameters: {
            query?: {
                Name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        FeatureToggles: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
        };
    };
    getDeploymentfreezes: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentFreezes"];
                };
            };
        };
    };
    createDeploymentfreeze: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getDeploymentfreeze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceDeploymentfreeze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteDeploymentfreeze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                asCsv?: "true" | "false" | "True" | "False";
                documentTypes?: string | string[];
                environments?: string | string[];
                eventAgents?: string | string[];
                eventCategories?: string | string[];
                eventGroups?: string | string[];
                excludeDifference?: "true" | "false" | "True" | "False";
                from?: string;
                fromAutoId?: number;
                ids?: string | string[];
                includeInternalEvents?: "true" | "false" | "True" | "False";
                includeSystem?: "true" | "false" | "True" | "False";
                internal?: "true" | "false" | "True" | "False";
                projectGroups?: string | string[];
                projects?: string | string[];
                regarding?: string | string[];
                regardingAny?: string | string[];
                skip?: number;
                spaces?: string | string[];
                tags?: string | string[];
                take?: number;
                tenants?: string | string[];
                to?: string;
                toAutoId?: number;
                user?: string | string[];
                users?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCollection"];
                    "text/csv": string;
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
        };
    };
    getEventsAgents: {
        parameters: {
            query?: {
                appliesTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
        };
    };
    getEventsArchives: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        IsStale: boolean;
                        Items: {
                            [key: string]: unknown;
                        }[];
                        ItemsPerPage: number;
                        ItemType: string;
                        LastPageNumber: number;
                        Links: {
                            [key: string]: string;
                        };
                        NumberOfPages: number;
                        TotalResults: number;
                    };
                };
            };
        };
    };
    getEventsCategories: {
        parameters: {
            query?: {
                appliesTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
        };
    };
    getEventsDocumenttypes: {
        parameters: {
            query?: {
                appliesTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
        };
    };
    getEventsGroups: {
        parameters: {
            query?: {
                appliesTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventGroup"][];
                };
            };
        };
    };
    getFeaturesconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getInterruptions: {
        parameters: {
            query?: {
                ids?: string | string[];
                pendingOnly?: "true" | "false" | "True" | "False";
                regarding?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterruptionCollection"];
                };
            };
        };
    };
    getInterruption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interruption"];
                };
            };
        };
    };
    getInterruptionResponsible: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"] | Record<string, never>;
                };
            };
        };
    };
    replaceInterruptionResponsible: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    submitInterruption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    Guidance?: string;
                    Instructions?: string;
                    Notes?: string;
                    Result?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interruption"];
                };
            };
        };
    };
    getLicensesLicensesCurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getLicensesLicensesCurrentStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getMaintenanceconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getOctopusservernodes: {
        parameters: {
            query?: {
                ids?: string | string[];
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerNodeCollection"];
                };
            };
        };
    };
    getOctopusservernode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerNode"];
                };
            };
        };
    };
    getOctopusservernodesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerNode"][];
                };
            };
        };
    };
    getOctopusservernodesSummary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerNodesSummary"];
                };
            };
        };
    };
    getPerformanceconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getPermissionsAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: {
                            CanApplyAtSpaceLevel: boolean;
                            CanApplyAtSystemLevel: boolean;
                            Description: string;
                            SupportedRestrictions: string[];
                        };
                    };
                };
            };
        };
    };
    getRatelimitingpolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getScopedUserRoles: {
        parameters: {
            query?: {
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                partialName?: string;
                skip?: number;
                spaces?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRoleCollection"];
                };
            };
        };
    };
    createScopedUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    EnvironmentIds?: string[];
                    ProjectGroupIds?: string[];
                    ProjectIds?: string[];
                    SpaceId?: string;
                    TeamId: string;
                    TenantIds?: string[];
                    UserRoleId: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRole"];
                };
            };
        };
    };
    getScopedUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRole"];
                };
            };
        };
    };
    replaceScopedUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    EnvironmentIds?: string[];
                    ProjectGroupIds?: string[];
                    ProjectIds?: string[];
                    SpaceId?: string;
                    TeamId: string;
                    TenantIds?: string[];
                    UserRoleId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRole"];
                };
            };
        };
    };
    deleteScopedUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRole"];
                };
            };
        };
    };
    getScopedUserRolesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                partialName?: string;
                skip?: number;
                spaces?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRole"][];
                };
            };
        };
    };
    getServerStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerStatus"];
                };
            };
        };
    };
    getServerStatusCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerCounts"];
                };
            };
        };
    };
    getServerStatusExtensions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    gcCollectServerStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getServerStatusHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerHealth"];
                };
            };
        };
    };
    getServerStatusLogs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getServerStatusSystemInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getServerStatusSystemReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getServerStatusTimezones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeZone"][];
                };
            };
        };
    };
    getOidcIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                identityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    replaceOidcIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                identityId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Audience?: string;
                    Issuer: string;
                    Name: string;
                    ServiceAccountId?: string;
                    Subject: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    deleteOidcIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                identityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    createOidcIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Audience?: string;
                    Issuer: string;
                    Name: string;
                    ServiceAccountId?: string;
                    Subject: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    listOidcIdentities: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentities"];
                };
            };
        };
    };
    createOidcIdentityShortly: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Audience?: string;
                    Issuer: string;
                    Name: string;
                    ServiceAccountId?: string;
                    Subject: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    getOidcIdentityShortly: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                identityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    replaceOidcIdentityShortly: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                identityId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Audience?: string;
                    Issuer: string;
                    Name: string;
                    ServiceAccountId?: string;
                    Subject: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    deleteOidcIdentityShortly: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                identityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountOidcIdentity"];
                };
            };
        };
    };
    getSmtpconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getSmtpconfigurationIsconfigured: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getSpaces: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpaceCollection"];
                };
            };
        };
    };
    createSpace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Description?: string;
                    Icon?: Record<string, never>;
                    IsDefault?: boolean;
                    IsPrivate?: boolean;
                    Name: string;
                    Slug?: string;
                    SpaceManagersTeamMembers?: string[];
                    SpaceManagersTeams?: string[];
                    TaskQueueStopped?: boolean;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
        };
    };
    getSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
        };
    };
    replaceSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Description?: string;
                    Icon?: Record<string, never>;
                    IsDefault?: boolean;
                    IsPrivate?: boolean;
                    Name: string;
                    Slug?: string;
                    SpaceManagersTeamMembers?: string[];
                    SpaceManagersTeams?: string[];
                    TaskQueueStopped?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
        };
    };
    deleteSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
        };
    };
    getSpaceLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    logoSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getSpaceSearch: {
        parameters: {
            query?: {
                keyword?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchHit"][];
                };
            };
        };
    };
    getSpacesAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                name?: string;
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"][];
                };
            };
        };
    };
    getSubscriptions: {
        parameters: {
            query?: {
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                partialName?: string;
                skip?: number;
                spaces?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionCollection"];
                };
            };
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
        };
    };
    replaceSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
        };
    };
    deleteSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
        };
    };
    getSubscriptionDeliveries: {
        parameters: {
            query?: {
                skip?: number;
                state?: "Waiting" | "Delivered" | "Dead" | "waiting" | "delivered" | "dead";
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionDeliveryCollection"];
                };
            };
        };
    };
    redeliverSubscriptionDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionDelivery"];
                };
            };
        };
    };
    redeliverSubscriptionDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionDelivery"][];
                };
            };
        };
    };
    getSubscriptionsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                partialName?: string;
                skip?: number;
                spaces?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"][];
                };
            };
        };
    };
    getTasks: {
        parameters: {
            query?: {
                active?: "true" | "false" | "True" | "False";
                batch?: string;
                description?: string;
                environment?: string;
                fromCompletedDate?: string;
                fromQueueDate?: string;
                fromStartDate?: string;
                hasPendingInterruptions?: "true" | "false" | "True" | "False";
                hasWarningsOrErrors?: "true" | "false" | "True" | "False";
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                name?: string | string[];
                node?: string;
                parentTask?: string | string[];
                partialName?: string;
                project?: string;
                runbook?: string;
                running?: "true" | "false" | "True" | "False";
                skip?: number;
                spaces?: string | string[];
                states?: string | string[];
                take?: number;
                tenant?: string;
                tenantTag?: string;
                toCompletedDate?: string;
                toQueueDate?: string;
                toStartDate?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Arguments?: {
                        [key: string]: unknown;
                    };
                    Description?: string;
                    Name: string;
                    SpaceId?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    cancelTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    getTaskDetails: {
        parameters: {
            query?: {
                tail?: number;
                verbose?: "true" | "false" | "True" | "False";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetails"];
                };
            };
        };
    };
    prioritizeTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    getTaskQueuedBehind: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCollection"];
                };
            };
        };
    };
    getTaskRaw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    stateTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskStateBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    getTaskStatusMessages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatusMessage"][];
                };
            };
        };
    };
    getTaskStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    byIdTasksRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
        };
    };
    getTasksTaskTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
        };
    };
    getTeamMembership: {
        parameters: {
            query?: {
                includeSystem?: "true" | "false" | "True" | "False";
                spaces?: string | string[];
                userId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMembership"][];
                };
            };
        };
    };
    previewteamTeamMembership: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    Id?: string;
                    MemberUserIds?: string[];
                    Name?: string;
                    SpaceId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMembership"][];
                };
            };
        };
    };
    getTeams: {
        parameters: {
            query?: {
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                partialName?: string;
                skip?: number;
                spaces?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamCollection"];
                };
            };
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Description?: string;
                    ExternalSecurityGroups?: {
                        DisplayIdAndName?: boolean;
                        DisplayName?: string;
                        Id: string;
                    }[];
                    MemberUserIds?: string[];
                    Name: string;
                    Slug?: string;
                    SpaceId?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    replaceTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Description?: string;
                    ExternalSecurityGroups?: {
                        DisplayIdAndName?: boolean;
                        DisplayName?: string;
                        Id: string;
                    }[];
                    MemberUserIds?: string[];
                    Name: string;
                    Slug?: string;
                    SpaceId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    getTeamScopedUserRoles: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScopedUserRoleCollection"];
                };
            };
        };
    };
    getTeamsAll: {
        parameters: {
            query?: {
                ids?: string | string[];
                includeSystem?: "true" | "false" | "True" | "False";
                partialName?: string;
                skip?: number;
                spaces?: string | string[];
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"][];
                };
            };
        };
    };
    exchangeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    audience?: string;
                    grant_type?: string;
                    subject_token?: string;
                    subject_token_type?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
        };
    };
    getUpgradeconfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getUserRoles: {
        parameters: {
            query?: {
                ids?: string | string[];
                partialName?: string;
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRoleCollection"];
                };
            };
        };
    };
    createUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserRoleBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRole"];
                };
            };
        };
    };
    getUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRole"];
                };
            };
        };
    };
    replaceUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserRoleBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRole"];
                };
            };
        };
    };
    deleteUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRole"];
                };
            };
        };
    };
    getUserRolesAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRole"][];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: {
                filter?: string;
                ids?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserCollection"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DisplayName?: string;
                    EmailAddress?: string;
                    IsActive?: boolean;
                    IsService?: boolean;
                    Password?: string;
                    Username: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    replaceUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DisplayName?: string;
                    EmailAddress?: string;
                    IsActive?: boolean;
                    IsService?: boolean;
                    Password?: string;
                    Username: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUserApiKeys: {
        parameters: {
            query?: {
                skip?: number;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCollection"];
                };
            };
        };
    };
    createUserApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Expires?: string;
                    Purpose: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
        };
    };
    getUserApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    deleteUserApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    getUserPermissions: {
        parameters: {
            query?: {
                includeSystem?: "true" | "false" | "True" | "False";
                spaces?: string | string[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPermissions"];
                };
            };
        };
    };
    getUserPermissionsConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPermissions"];
                };
            };
        };
    };
    exportUserPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getUserSpaces: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"][];
                };
            };
        };
    };
    getUserTeams: {
        parameters: {
            query?: {
                includeSystem?: "true" | "false" | "True" | "False";
                spaces?: string | string[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserTeam"][];
                };
            };
        };
    };
    getUsersAll: {
        parameters: {
            query?: {
                filter?: string;
                ids?: string | string[];
                skip?: number;
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"][];
                };
            };
        };
    };
    getOwnAuthentication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAuthentication"];
                };
            };
        };
    };
    getUserAuthentication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAuthentication"];
                };
            };
        };
    };
    searchExternalUsers: {
        parameters: {
            query?: {
                partialName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    getUserIdentityMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        Links: {
                            [key: string]: string;
                        };
                        Providers: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    AddToTeamIds?: string[];
                    Expires?: string;
                    SpaceId?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: {
                returnUrl?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    Password: string;
                    RememberMe?: boolean;
                    Username: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getUsersMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    DisplayName?: string;
                    EmailAddress?: string;
                    InvitationCode: string;
                    Password: string;
                    Username: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
}
