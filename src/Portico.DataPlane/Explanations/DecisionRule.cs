namespace Portico.DataPlane.Explanations;

/// <summary>What kind of rule let a request in, or kept it out.</summary>
public enum DecisionRule
{
    /// <summary>The message is unsound or too large, before anything else is looked at.</summary>
    Message,

    /// <summary>Host and path lead to no API, stage or domain name.</summary>
    Address,

    /// <summary>The stage has no method for the path.</summary>
    Route,

    /// <summary>Nothing stands before the method.</summary>
    Open,

    /// <summary>Signature Version 4.</summary>
    Signature,

    /// <summary>A token of a user pool.</summary>
    Token,

    /// <summary>A Lambda authorizer itself: whom it is shown, and whether it answers.</summary>
    Authorizer,

    /// <summary>The policy that a Lambda authorizer answered.</summary>
    AuthorizerPolicy,

    /// <summary>The caller's own policies.</summary>
    IdentityPolicy,

    /// <summary>The API's policy.</summary>
    ResourcePolicy,

    /// <summary>The caller's API key.</summary>
    ApiKey,

    /// <summary>A limit of requests a second: of the usage plan, the method or the account.</summary>
    Throttle,

    /// <summary>The usage plan's quota.</summary>
    Quota,

    /// <summary>Required parameters, models, media types.</summary>
    Validation,

    /// <summary>The back end, or how it is configured.</summary>
    Integration,
}
