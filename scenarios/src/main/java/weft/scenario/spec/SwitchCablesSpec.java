package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** What the cables of each tier of switches that are joined directly are. */
public record SwitchCablesSpec(
    @Key(doc = "Between NICs and switches.", absent = CablesSpec.USUAL)
        @Nullable CableSpec nodeSwitch,
    @Key(doc = "Between switches of a group, or neighbours of a torus.", absent = CablesSpec.USUAL)
        @Nullable CableSpec local,
    @Key(doc = "Between groups.", absent = CablesSpec.USUAL) @Nullable CableSpec global) {}
