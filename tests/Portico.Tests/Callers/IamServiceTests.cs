using Portico.Tests.Running;

namespace Portico.Tests.Callers;

/// <summary>IAM and STS on the open control plane.</summary>
public sealed class IamServiceTests(RunningGateway gateway)
{
    private const string Trust = """{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private readonly IamClient _iam = new(gateway);

    [Fact]
    public async Task A_user_lives_with_its_keys_and_policies()
    {
        var name = IamClient.NewName("user");
        var made = await _iam.GrantedAsync("CreateUser", ("UserName", name), ("Path", "/staff/"));
        Assert.Equal($"arn:aws:iam::123456789012:user/staff/{name}", made.Descendants("Arn").Single().Value);
        Assert.StartsWith("AIDA", made.Descendants("UserId").Single().Value, StringComparison.Ordinal);
        Assert.Equal($"409 EntityAlreadyExists: User with name {name.ToUpperInvariant()} already exists.", await _iam.RefusedAsync("CreateUser", ("UserName", name.ToUpperInvariant())));

        var key = await _iam.GrantedAsync("CreateAccessKey", ("UserName", name));
        Assert.Equal(40, key.Descendants("SecretAccessKey").Single().Value.Length);
        var id = key.Descendants("AccessKeyId").Single().Value;
        var listed = await _iam.GrantedAsync("ListAccessKeys", ("UserName", name));
        Assert.Equal(id, listed.Descendants("AccessKeyId").Single().Value);
        Assert.DoesNotContain(key.Descendants("SecretAccessKey").Single().Value, listed.ToString(), StringComparison.Ordinal);

        await _iam.GrantedAsync("CreateAccessKey", ("UserName", name));
        Assert.Equal("409 LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2", await _iam.RefusedAsync("CreateAccessKey", ("UserName", name)));

        await _iam.GrantedAsync("PutUserPolicy", ("UserName", name), ("PolicyName", "own"), ("PolicyDocument", IamMethodTests.InvokeAll));
        Assert.Equal(IamMethodTests.InvokeAll, Uri.UnescapeDataString((await _iam.GrantedAsync("GetUserPolicy", ("UserName", name), ("PolicyName", "own"))).Descendants("PolicyDocument").Single().Value));
        Assert.Equal("own", (await _iam.GrantedAsync("ListUserPolicies", ("UserName", name))).Descendants("member").Single().Value);
        Assert.Contains(name, (await _iam.GrantedAsync("ListUsers")).ToString(), StringComparison.Ordinal);

        Assert.Equal("409 DeleteConflict: Cannot delete entity, must delete access keys first.", await _iam.RefusedAsync("DeleteUser", ("UserName", name)));
        foreach (var one in (await _iam.GrantedAsync("ListAccessKeys", ("UserName", name))).Descendants("AccessKeyId")) await _iam.GrantedAsync("DeleteAccessKey", ("UserName", name), ("AccessKeyId", one.Value));
        Assert.Equal("409 DeleteConflict: Cannot delete entity, must delete policies first.", await _iam.RefusedAsync("DeleteUser", ("UserName", name)));
        await _iam.GrantedAsync("DeleteUserPolicy", ("UserName", name), ("PolicyName", "own"));
        await _iam.GrantedAsync("DeleteUser", ("UserName", name));
        Assert.Equal($"404 NoSuchEntity: The user with name {name} cannot be found.", await _iam.RefusedAsync("GetUser", ("UserName", name)));
    }

    [Fact]
    public async Task A_role_lives_with_its_policies()
    {
        var name = IamClient.NewName("role");
        var made = await _iam.GrantedAsync("CreateRole", ("RoleName", name), ("AssumeRolePolicyDocument", Trust), ("Description", "a < b"));
        Assert.Equal("a < b", made.Descendants("Description").Single().Value);
        Assert.StartsWith("AROA", (await _iam.GrantedAsync("GetRole", ("RoleName", name))).Descendants("RoleId").Single().Value, StringComparison.Ordinal);
        await _iam.GrantedAsync("AttachRolePolicy", ("RoleName", name), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"));
        Assert.Equal("AdministratorAccess", (await _iam.GrantedAsync("ListAttachedRolePolicies", ("RoleName", name))).Descendants("PolicyName").Single().Value);
        Assert.Equal("409 DeleteConflict: Cannot delete entity, must detach all policies first.", await _iam.RefusedAsync("DeleteRole", ("RoleName", name)));
        await _iam.GrantedAsync("DetachRolePolicy", ("RoleName", name), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"));
        await _iam.GrantedAsync("DeleteRole", ("RoleName", name));
    }

    [Theory]
    [InlineData("CreateUser", "", "400 ValidationError: 1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null")]
    [InlineData("CreateUser", "UserName=a b", "400 ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    [InlineData("PutUserPolicy", "UserName=nobody;PolicyName=p;PolicyDocument={}", "404 NoSuchEntity: The user with name nobody cannot be found.")]
    [InlineData("CreateRole", "RoleName=r;AssumeRolePolicyDocument={", "400 MalformedPolicyDocument: Syntax errors in policy.")]
    [InlineData("AssumeRole", "RoleArn=arn:aws:iam::123456789012:role/none;RoleSessionName=s1", "403 AccessDenied: User: arn:aws:iam::123456789012:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/none because no resource-based policy allows the sts:AssumeRole action")]
    [InlineData("AssumeRole", "RoleArn=arn;RoleSessionName=s1;DurationSeconds=10", "400 ValidationError: 1 validation error detected: Value '10' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")]
    public async Task What_is_wrong_is_refused_in_AWSs_words(string action, string parameters, string refusal) =>
        Assert.Equal(refusal, await _iam.RefusedAsync(action, [.. parameters.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]))]));

    [Fact]
    public async Task An_unknown_caller_of_the_open_control_plane_is_the_root_user() =>
        Assert.Equal("arn:aws:iam::123456789012:root", (await _iam.GrantedAsync("GetCallerIdentity")).Descendants("Arn").Single().Value);
}
