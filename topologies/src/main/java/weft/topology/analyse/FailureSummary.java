package weft.topology.analyse;

/**
 * What the worst single failure of one kind in one place takes away.
 *
 * @param kind what fails: a {@code link}, which is a cable; a {@code module} with all its cables; a
 *     {@code switch}, optical circuit switches included
 * @param place where: the tier of a cable, the tier and end of a module, the role of a switch,
 *     {@code ocs} of an optical circuit switch
 * @param example the cable's ends, the device that holds the module, or the switch; the first of
 *     those that are as bad
 * @param gpusCutOff GPUs outside the largest part that is left of what hung together before; links
 *     between the GPUs of a node do not count as a way around
 * @param cablesLost how many cables go dark
 * @param capacityLostBps payload rate of these cables together, bits per second one way
 * @param tierShareLost the largest share of a tier's payload rate that is lost
 */
public record FailureSummary(
    String kind,
    String place,
    String example,
    int gpusCutOff,
    int cablesLost,
    long capacityLostBps,
    double tierShareLost) {}
