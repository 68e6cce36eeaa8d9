package weft.sim.run;

import java.util.ArrayList;
import java.util.List;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;

/**
 * Where jobs meet: the links of a tier that more than one of them uses, though perhaps not at the
 * same time.
 *
 * @param tier name of the tier
 * @param label what people call it
 * @param links how many of its links several jobs use
 * @param busiestLink that of them which takes longest to carry what all send; the first where
 *     several are equal
 * @param bytes what each job sends over that link
 */
public record Meeting(String tier, String label, int links, String busiestLink, List<Long> bytes) {

  public Meeting {
    bytes = List.copyOf(bytes);
  }

  /**
   * The tiers where jobs meet, inner to outer.
   *
   * @param alone of each job, what came of it without the others on that fabric
   */
  public static List<Meeting> of(Fabric fabric, List<SimulationResult> alone) {
    List<Meeting> meetings = new ArrayList<>();
    for (int tier = 0; tier < fabric.tiers().size(); tier++) {
      int links = 0;
      int busiest = -1;
      double longest = -1;
      for (int link = 0; link < fabric.linkCount(); link++) {
        if (fabric.tier(link) == tier && users(alone, link) > 1) {
          links++;
          double takes = sum(alone, link) / fabric.payloadRateBps(link);
          if (takes > longest) {
            longest = takes;
            busiest = link;
          }
        }
      }
      if (links > 0) {
        Tier named = fabric.tiers().get(tier);
        int at = busiest;
        meetings.add(
            new Meeting(
                named.name(),
                named.label(),
                links,
                fabric.linkName(at),
                alone.stream().map(job -> job.carriedBytes().getLong(at)).toList()));
      }
    }
    return meetings;
  }

  private static long users(List<SimulationResult> alone, int link) {
    return alone.stream().filter(job -> job.carriedBytes().getLong(link) > 0).count();
  }

  private static double sum(List<SimulationResult> alone, int link) {
    return alone.stream().mapToDouble(job -> job.carriedBytes().getLong(link)).sum();
  }
}
