// Drives each family of the service from end to end with AWS's own SDK for JavaScript. Arguments: control plane, gateway.
import assert from 'node:assert/strict';
import { APIGateway, paginateGetResources } from '@aws-sdk/client-api-gateway';

const [control, gateway] = process.argv.slice(2);
const api = new APIGateway({ endpoint: control, region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 });
const patch = (op, path, value) => [{ op, path, value }];
const refused = async (name, call) => assert.equal((await call.then(() => assert.fail(`${name} was expected`), (error) => error)).name, name);
const text = (bytes) => new TextDecoder().decode(bytes);

// APIs, resources
const { id: restApiId, rootResourceId } = await api.createRestApi({ name: 'javascript', tags: { a: 'b' } });
assert.equal((await api.getRestApi({ restApiId })).createdDate instanceof Date, true);
assert.equal((await api.updateRestApi({ restApiId, patchOperations: patch('replace', '/description', 'd') })).description, 'd');
assert.ok((await api.getRestApis({ limit: 500 })).items.some((one) => one.id === restApiId));
const pets = await api.createResource({ restApiId, parentId: rootResourceId, pathPart: 'pets' });
for (const pathPart of ['{id}', 'a', 'b']) await api.createResource({ restApiId, parentId: pets.id, pathPart });
const paths = [];
for await (const page of paginateGetResources({ client: api, pageSize: 2 }, { restApiId })) paths.push(...page.items.map((one) => one.path));
assert.deepEqual(paths.sort(), ['/', '/pets', '/pets/a', '/pets/b', '/pets/{id}']);
assert.equal((await api.updateResource({ restApiId, resourceId: pets.id, patchOperations: patch('replace', '/pathPart', 'animals') })).path, '/animals');
assert.equal((await api.getResource({ restApiId, resourceId: pets.id, embed: ['methods'] })).path, '/animals');
await refused('ConflictException', api.createResource({ restApiId, parentId: pets.id, pathPart: 'a' }));
await refused('NotFoundException', api.getResource({ restApiId, resourceId: 'none' }));

// models, validators, authorizers, gateway responses
await api.createModel({ restApiId, name: 'Pet', contentType: 'application/json', schema: '{"type":"object","properties":{"n":{"type":"integer"}}}' });
assert.equal((await api.updateModel({ restApiId, modelName: 'Pet', patchOperations: patch('replace', '/description', 'd') })).description, 'd');
assert.ok((await api.getModels({ restApiId })).items.some((one) => one.name === 'Pet'));
assert.ok((await api.getModel({ restApiId, modelName: 'Pet', flatten: true })).schema);
assert.ok((await api.getModelTemplate({ restApiId, modelName: 'Pet' })).value);
const validator = await api.createRequestValidator({ restApiId, name: 'v', validateRequestBody: true });
assert.equal((await api.updateRequestValidator({ restApiId, requestValidatorId: validator.id, patchOperations: patch('replace', '/name', 'w') })).name, 'w');
assert.equal((await api.getRequestValidators({ restApiId })).items.length, 1);
assert.equal((await api.getRequestValidator({ restApiId, requestValidatorId: validator.id })).validateRequestBody, true);
const authorizerUri = 'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:f/invocations';
const authorizer = await api.createAuthorizer({ restApiId, name: 'who', type: 'TOKEN', authorizerUri, identitySource: 'method.request.header.Authorization' });
assert.equal((await api.updateAuthorizer({ restApiId, authorizerId: authorizer.id, patchOperations: patch('replace', '/authorizerResultTtlInSeconds', '5') })).authorizerResultTtlInSeconds, 5);
assert.equal((await api.getAuthorizer({ restApiId, authorizerId: authorizer.id })).name, 'who');
assert.equal((await api.getAuthorizers({ restApiId })).items.length, 1);
// nobody is shown to it, and then a function that is not there
assert.equal((await api.testInvokeAuthorizer({ restApiId, authorizerId: authorizer.id })).clientStatus, 401);
assert.equal((await api.testInvokeAuthorizer({ restApiId, authorizerId: authorizer.id, headers: { Authorization: 'x' } })).clientStatus, 500);
assert.equal((await api.putGatewayResponse({ restApiId, responseType: 'THROTTLED', statusCode: '430' })).defaultResponse, false);
assert.equal((await api.updateGatewayResponse({ restApiId, responseType: 'THROTTLED', patchOperations: patch('replace', '/statusCode', '431') })).statusCode, '431');
assert.equal((await api.getGatewayResponse({ restApiId, responseType: 'THROTTLED' })).statusCode, '431');
assert.ok((await api.getGatewayResponses({ restApiId })).items.length > 10);
await api.deleteGatewayResponse({ restApiId, responseType: 'THROTTLED' });

// methods and integrations, a test of them
const method = { restApiId, resourceId: pets.id, httpMethod: 'POST' };
await api.putMethod({ ...method, authorizationType: 'NONE', requestModels: { 'application/json': 'Pet' }, requestValidatorId: validator.id });
assert.equal((await api.updateMethod({ ...method, patchOperations: patch('replace', '/operationName', 'AddPet') })).operationName, 'AddPet');
await api.putMethodResponse({ ...method, statusCode: '200' });
assert.equal((await api.updateMethodResponse({ ...method, statusCode: '200', patchOperations: patch('add', '/responseParameters/method.response.header.X', 'true') })).responseParameters['method.response.header.X'], true);
assert.equal((await api.getMethodResponse({ ...method, statusCode: '200' })).statusCode, '200');
await api.putIntegration({ ...method, type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } });
assert.equal((await api.updateIntegration({ ...method, patchOperations: patch('replace', '/timeoutInMillis', '1000') })).timeoutInMillis, 1000);
assert.equal((await api.getIntegration(method)).type, 'MOCK');
await api.putIntegrationResponse({ ...method, statusCode: '200', responseParameters: { 'method.response.header.X': "'x'" }, responseTemplates: { 'application/json': 'from javascript' } });
assert.equal((await api.updateIntegrationResponse({ ...method, statusCode: '200', patchOperations: patch('replace', '/contentHandling', 'CONVERT_TO_TEXT') })).contentHandling, 'CONVERT_TO_TEXT');
assert.equal((await api.getIntegrationResponse({ ...method, statusCode: '200' })).responseParameters['method.response.header.X'], "'x'");
assert.ok((await api.getMethod(method)).methodIntegration.integrationResponses['200']);
const tested = await api.testInvokeMethod({ ...method, body: '{"n":1}' });
assert.deepEqual([tested.status, tested.body, tested.headers.X], [200, 'from javascript', 'x']);
assert.match(tested.log, /Successfully completed execution/);
assert.equal((await api.testInvokeMethod({ ...method, body: '{"n":"one"}' })).status, 400);

// documentation
const part = await api.createDocumentationPart({ restApiId, location: { type: 'API' }, properties: '{"description":"d"}' });
assert.equal((await api.updateDocumentationPart({ restApiId, documentationPartId: part.id, patchOperations: patch('replace', '/properties', '{"description":"e"}') })).properties, '{"description":"e"}');
assert.equal((await api.getDocumentationPart({ restApiId, documentationPartId: part.id })).location.type, 'API');
assert.equal((await api.getDocumentationParts({ restApiId })).items.length, 1);
assert.equal((await api.importDocumentationParts({ restApiId, mode: 'merge', body: '{"swagger":"2.0","info":{"title":"t","version":"1"},"x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"MODEL","name":"Pet"},"properties":{"description":"p"}}]}}' })).ids.length, 1);

// deployments, stages, exports, clients
const deployment = await api.createDeployment({ restApiId, stageName: 'prod', variables: { a: 'b' } });
const answer = await fetch(`${gateway}_aws/execute-api/${restApiId}/prod/animals`, { method: 'POST', body: '{"n":1}', headers: { 'content-type': 'application/json' } });
assert.deepEqual([answer.status, await answer.text()], [200, 'from javascript']);
assert.equal((await api.updateDeployment({ restApiId, deploymentId: deployment.id, patchOperations: patch('replace', '/description', 'd') })).description, 'd');
assert.ok((await api.getDeployment({ restApiId, deploymentId: deployment.id, embed: ['apisummary'] })).apiSummary['/animals'].POST);
assert.equal((await api.getDeployments({ restApiId })).items.length, 1);
assert.equal((await api.createDocumentationVersion({ restApiId, documentationVersion: '1', stageName: 'prod' })).version, '1');
assert.equal((await api.updateDocumentationVersion({ restApiId, documentationVersion: '1', patchOperations: patch('replace', '/description', 'd') })).description, 'd');
assert.equal((await api.getDocumentationVersion({ restApiId, documentationVersion: '1' })).version, '1');
assert.equal((await api.getDocumentationVersions({ restApiId })).items.length, 1);
await api.createStage({ restApiId, stageName: 'next', deploymentId: deployment.id, tags: { a: 'b' } });
assert.equal((await api.updateStage({ restApiId, stageName: 'next', patchOperations: patch('replace', '/variables/x', 'y') })).variables.x, 'y');
assert.equal((await api.getStage({ restApiId, stageName: 'prod' })).documentationVersion, '1');
assert.deepEqual((await api.getStages({ restApiId })).item.map((one) => one.stageName).sort(), ['next', 'prod']);
await api.flushStageCache({ restApiId, stageName: 'prod' });
await api.flushStageAuthorizersCache({ restApiId, stageName: 'prod' });
const exported = await api.getExport({ restApiId, stageName: 'prod', exportType: 'oas30', accepts: 'application/json', parameters: { extensions: 'apigateway' } });
assert.ok(JSON.parse(text(exported.body)).paths['/animals'].post);
const client = await api.getSdk({ restApiId, stageName: 'prod', sdkType: 'javascript' });
assert.equal(text(client.body.slice(0, 2)), 'PK');
await refused('BadRequestException', api.getSdk({ restApiId, stageName: 'prod', sdkType: 'java' }));
assert.equal((await api.getSdkTypes({})).items.length, 6);
assert.equal((await api.getSdkType({ id: 'javascript' })).friendlyName, 'JavaScript');
const imported = await api.importRestApi({ body: exported.body, failOnWarnings: true });
assert.equal((await api.putRestApi({ restApiId: imported.id, mode: 'overwrite', body: exported.body })).id, imported.id);

// keys, plans, usage
const key = await api.createApiKey({ name: 'js', value: 'javascriptjavascriptjavascript', enabled: true });
assert.equal((await api.getApiKey({ apiKey: key.id, includeValue: true })).value, 'javascriptjavascriptjavascript');
assert.equal((await api.updateApiKey({ apiKey: key.id, patchOperations: patch('replace', '/description', 'd') })).description, 'd');
assert.equal((await api.getApiKeys({ nameQuery: 'js' })).items.length, 1);
const more = await api.importApiKeys({ format: 'csv', body: 'name,key\nimported,importedimportedimportedimported\n' });
assert.equal(more.ids.length, 1);
const plan = await api.createUsagePlan({ name: 'js', apiStages: [{ apiId: restApiId, stage: 'prod' }], quota: { limit: 10, period: 'DAY' }, throttle: { burstLimit: 1, rateLimit: 2.5 } });
assert.equal((await api.getUsagePlan({ usagePlanId: plan.id })).throttle.rateLimit, 2.5);
assert.ok((await api.getUsagePlans({})).items.some((one) => one.id === plan.id));
await api.createUsagePlanKey({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' });
assert.equal((await api.getUsagePlanKey({ usagePlanId: plan.id, keyId: key.id })).id, key.id);
assert.equal((await api.getUsagePlanKeys({ usagePlanId: plan.id })).items.length, 1);
const today = new Date().toISOString().slice(0, 10);
assert.deepEqual((await api.getUsage({ usagePlanId: plan.id, startDate: today, endDate: today })).items[key.id], [[0, 10]]);
assert.deepEqual((await api.updateUsage({ usagePlanId: plan.id, keyId: key.id, patchOperations: patch('replace', '/remaining', '20') })).items[key.id][0][1], 20);
assert.deepEqual((await api.updateUsagePlan({ usagePlanId: plan.id, patchOperations: patch('remove', '/apiStages', `${restApiId}:prod`) })).apiStages, []);
await api.deleteUsagePlanKey({ usagePlanId: plan.id, keyId: key.id });
await api.deleteUsagePlan({ usagePlanId: plan.id });
for (const apiKey of [key.id, ...more.ids]) await api.deleteApiKey({ apiKey });

// domain names
await api.createDomainName({ domainName: 'js.example.com', endpointConfiguration: { types: ['REGIONAL'] } });
assert.equal((await api.updateDomainName({ domainName: 'js.example.com', patchOperations: patch('replace', '/securityPolicy', 'TLS_1_2') })).securityPolicy, 'TLS_1_2');
assert.ok((await api.getDomainNames({})).items.some((one) => one.domainName === 'js.example.com'));
assert.ok((await api.getDomainName({ domainName: 'js.example.com' })).regionalDomainName);
await api.createBasePathMapping({ domainName: 'js.example.com', restApiId, stage: 'prod', basePath: 'v1' });
assert.equal((await api.updateBasePathMapping({ domainName: 'js.example.com', basePath: 'v1', patchOperations: patch('replace', '/stage', 'next') })).stage, 'next');
assert.equal((await api.getBasePathMapping({ domainName: 'js.example.com', basePath: 'v1' })).restApiId, restApiId);
assert.equal((await api.getBasePathMappings({ domainName: 'js.example.com' })).items.length, 1);
await api.deleteBasePathMapping({ domainName: 'js.example.com', basePath: 'v1' });
await api.deleteDomainName({ domainName: 'js.example.com' });
const own = await api.createDomainName({ domainName: 'own.example.com', endpointConfiguration: { types: ['PRIVATE'] } });
const association = { domainNameArn: own.domainNameArn, accessAssociationSourceType: 'VPCE', accessAssociationSource: 'vpce-0a' };
const { domainNameAccessAssociationArn } = await api.createDomainNameAccessAssociation(association);
assert.equal((await api.getDomainNameAccessAssociations({})).items.filter((one) => one.domainNameArn === own.domainNameArn).length, 1);
await api.deleteDomainNameAccessAssociation({ domainNameAccessAssociationArn });
await api.createDomainNameAccessAssociation(association);
await api.rejectDomainNameAccessAssociation({ domainNameAccessAssociationArn, domainNameArn: own.domainNameArn });
await api.deleteDomainName({ domainName: 'own.example.com', domainNameId: own.domainNameId });

// certificates, links, account, tags
const certificate = await api.generateClientCertificate({ description: 'js' });
assert.match(certificate.pemEncodedCertificate, /^-----BEGIN CERTIFICATE-----/);
assert.equal((await api.updateClientCertificate({ clientCertificateId: certificate.clientCertificateId, patchOperations: patch('replace', '/description', 'd') })).description, 'd');
assert.equal((await api.getClientCertificate({ clientCertificateId: certificate.clientCertificateId })).description, 'd');
assert.ok((await api.getClientCertificates({})).items.some((one) => one.clientCertificateId === certificate.clientCertificateId));
await api.deleteClientCertificate({ clientCertificateId: certificate.clientCertificateId });
const link = await api.createVpcLink({ name: 'js', targetArns: ['arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/a/1'] });
assert.equal((await api.updateVpcLink({ vpcLinkId: link.id, patchOperations: patch('replace', '/name', 'k') })).name, 'k');
assert.equal((await api.getVpcLink({ vpcLinkId: link.id })).status, 'AVAILABLE');
assert.ok((await api.getVpcLinks({})).items.some((one) => one.id === link.id));
await api.putIntegration({ ...method, type: 'HTTP_PROXY', integrationHttpMethod: 'POST', uri: 'http://inner.example.com', connectionType: 'VPC_LINK', connectionId: link.id });
await refused('BadRequestException', api.deleteVpcLink({ vpcLinkId: link.id }));
await api.deleteIntegration(method);
await api.deleteVpcLink({ vpcLinkId: link.id });
assert.ok((await api.updateAccount({ patchOperations: patch('replace', '/cloudwatchRoleArn', 'arn:aws:iam::123456789012:role/logs') })).throttleSettings);
assert.equal((await api.getAccount({})).cloudwatchRoleArn, 'arn:aws:iam::123456789012:role/logs');
const resourceArn = `arn:aws:apigateway:eu-central-1::/restapis/${restApiId}`;
await api.tagResource({ resourceArn, tags: { c: 'd' } });
await api.untagResource({ resourceArn, tagKeys: ['a'] });
assert.deepEqual((await api.getTags({ resourceArn })).tags, { c: 'd' });

// bad input of each family, in AWS's words
const refusedAs = async (name, message, call) => {
  const error = await call.then(() => assert.fail(`${name} was expected`), (caught) => caught);
  assert.deepEqual([error.name, error.message], [name, message]);
};
const none = { restApiId: 'none' };
await refusedAs('NotFoundException', 'Invalid API identifier specified 000000000000:none', api.getRestApi(none));
await refusedAs('BadRequestException', 'Invalid patch path /id', api.updateRestApi({ restApiId, patchOperations: patch('replace', '/id', 'x') }));
await refusedAs('ValidationException', "1 validation error detected: Value 'x' at 'createRestApiInput.apiKeySource' failed to satisfy constraint: Member must satisfy enum value set: [HEADER, AUTHORIZER]", api.createRestApi({ name: 'x', apiKeySource: 'x' }));
await refusedAs('BadRequestException', 'Invalid OpenAPI input.', api.importRestApi({ body: 'no definition' }));
await refusedAs('NotFoundException', 'Invalid Resource identifier specified', api.getResources(none));
await refusedAs('BadRequestException', 'Root resource cannot update its pathPart.', api.updateResource({ restApiId, resourceId: rootResourceId, patchOperations: patch('replace', '/pathPart', 'x') }));
await refusedAs('ConflictException', 'Method already exists for this resource', api.putMethod({ ...method, authorizationType: 'NONE' }));
await refusedAs('NotFoundException', 'Invalid Method identifier specified', api.getMethod({ ...method, httpMethod: 'PUT' }));
await refusedAs('NotFoundException', 'Invalid Response status code specified', api.getMethodResponse({ ...method, statusCode: '201' }));
await refusedAs('NotFoundException', 'Invalid Integration identifier specified', api.getIntegration(method));
await refusedAs('BadRequestException', 'Invalid HTTP endpoint specified for URI', api.putIntegration({ ...method, type: 'HTTP', integrationHttpMethod: 'GET', uri: 'x' }));
await refusedAs('ConflictException', 'Model name already exists for this REST API', api.createModel({ restApiId, name: 'Pet', contentType: 'application/json', schema: '{"type":"object"}' }));
await refusedAs('NotFoundException', 'Invalid model name specified: none', api.getModel({ restApiId, modelName: 'none' }));
await refusedAs('BadRequestException', 'Request Validator name cannot be blank', api.createRequestValidator({ restApiId, name: '' }));
await refusedAs('NotFoundException', 'Invalid Authorizer identifier specified', api.getAuthorizer({ restApiId, authorizerId: 'none' }));
await refusedAs('NotFoundException', 'Gateway response type not defined on api', api.deleteGatewayResponse({ restApiId, responseType: 'THROTTLED' }));
await refusedAs('ConflictException', "Documentation part already exists for the specified location: type 'API'.", api.createDocumentationPart({ restApiId, location: { type: 'API' }, properties: '{}' }));
await refusedAs('NotFoundException', 'Invalid Documentation version specified', api.getDocumentationVersion({ restApiId, documentationVersion: 'none' }));
await refusedAs('NotFoundException', 'Invalid Deployment identifier specified', api.getDeployment({ restApiId, deploymentId: 'none' }));
await refusedAs('ConflictException', 'Stage already exists', api.createStage({ restApiId, stageName: 'prod', deploymentId: deployment.id }));
await refusedAs('BadRequestException', 'Promotion not available. Canary does not exist.', api.updateStage({ restApiId, stageName: 'prod', patchOperations: [{ op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' }] }));
await refusedAs('BadRequestException', "Invalid export type 'wsdl' specified. Valid options are oas30,swagger", api.getExport({ restApiId, stageName: 'prod', exportType: 'wsdl' }));
await refusedAs('BadRequestException', 'API Key value should be at least 20 characters', api.createApiKey({ value: 'short' }));
await refusedAs('NotFoundException', 'Invalid API Key identifier specified', api.getApiKey({ apiKey: 'none' }));
await refusedAs('NotFoundException', `API Stage not found: ${restApiId}:none`, api.createUsagePlan({ name: 'x', apiStages: [{ apiId: restApiId, stage: 'none' }] }));
await refusedAs('NotFoundException', 'Invalid Usage Plan ID specified', api.getUsagePlan({ usagePlanId: 'none' }));
await refusedAs('NotFoundException', 'Invalid domain name identifier specified', api.getDomainName({ domainName: 'none.example.com' }));
await refusedAs('NotFoundException', 'Invalid Client Certificate identifier specified', api.getClientCertificate({ clientCertificateId: 'none' }));
await refusedAs('BadRequestException', 'Invalid ARN. ARN is not well formed x', api.createVpcLink({ name: 'x', targetArns: ['x'] }));
await refusedAs('BadRequestException', 'Invalid ARN. ARN is not well formed x', api.updateAccount({ patchOperations: patch('replace', '/cloudwatchRoleArn', 'x') }));
await refusedAs('BadRequestException', 'Invalid ARN specified in the request', api.getTags({ resourceArn: 'x' }));
await refusedAs('NotFoundException', 'Invalid SDK type identifier specified', api.getSdkType({ id: 'none' }));

// and away
await api.deleteStage({ restApiId, stageName: 'next' });
await refused('BadRequestException', api.deleteDeployment({ restApiId, deploymentId: deployment.id }));
await api.deleteStage({ restApiId, stageName: 'prod' });
await api.deleteDeployment({ restApiId, deploymentId: deployment.id });
await api.deleteDocumentationVersion({ restApiId, documentationVersion: '1' });
await api.deleteDocumentationPart({ restApiId, documentationPartId: part.id });
await api.deleteMethodResponse({ ...method, statusCode: '200' });
await api.deleteMethod(method);
await api.deleteResource({ restApiId, resourceId: pets.id });
await api.deleteAuthorizer({ restApiId, authorizerId: authorizer.id });
await api.deleteRequestValidator({ restApiId, requestValidatorId: validator.id });
await api.deleteModel({ restApiId, modelName: 'Pet' });
for (const one of [restApiId, imported.id]) await api.deleteRestApi({ restApiId: one });
console.log('done');
