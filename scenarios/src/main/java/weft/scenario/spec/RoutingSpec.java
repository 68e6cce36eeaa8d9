package weft.scenario.spec;

/** How paths are chosen. */
public record RoutingSpec(
    @Key(doc = "The rule by which a flow gets its path.", defaultText = "ecmp")
        RoutingPolicy policy) {}
