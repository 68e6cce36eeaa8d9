package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** What the switches of a fabric are, and what is plugged into them. */
public record SwitchesSpec(
    @Key(doc = "The switch.", absent = "that of the node's reference", example = "qm9700")
        @NameOf(NameKind.SWITCH)
        @Nullable String switchType,
    @Key(
            doc = "The optical modules: for each end a name, or `copper` for none.",
            absent = "what NICs and switches usually hold")
        @Nullable OpticsSpec optics,
    @Key(doc = CablesSpec.DOC, absent = CablesSpec.USUAL) @Nullable CablesSpec cables) {}
