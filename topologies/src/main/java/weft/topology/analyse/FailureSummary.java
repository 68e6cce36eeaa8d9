package weft.topology.analyse;

import weft.topology.graph.CableTier;

/**
 * What the worst single failure of one kind in one place takes away.
 *
 * @param kind what fails: a {@code link}, which is a cable; a {@code module} with all its cables; a
 *     {@code switch}, optical circuit switches included
 * @param place where: the tier of a cable, the tier and end of a module, the role of a switch,
 *     {@code ocs} of an optical circuit switch
 * @param example the cable's ends, the device that holds the module, or the switch; the first of
 *     those that are as bad
 * @param gpusCutOff GPUs outside the largest part that is left of what hung together before, links
 *     between the GPUs of a node included: no relay over other GPUs, however many, reaches it
 * @param gpusOffNetwork the same without these links: GPUs that NICs and switches alone no longer
 *     join to the largest part; traffic of those that are not cut off is relayed
 * @param cablesLost how many cables go dark
 * @param capacityLostBps payload rate of these cables together, bits per second one way
 * @param tier the tier that loses the largest share of its payload rate; the first of several
 * @param tierCapacityLostBps what it loses of it, bits per second one way
 * @param tierShareLost that over all of the tier
 */
public record FailureSummary(
    String kind,
    String place,
    String example,
    int gpusCutOff,
    int gpusOffNetwork,
    int cablesLost,
    long capacityLostBps,
    CableTier tier,
    long tierCapacityLostBps,
    double tierShareLost) {}
