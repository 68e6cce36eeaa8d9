package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.MultiSite;
import weft.scenario.spec.OpticsSpec;
import weft.topology.build.FabricPlan;
import weft.topology.build.JoinedSites;
import weft.topology.error.TopologyException;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.Transceiver;

/**
 * From what a scenario says of several sites to their plan.
 *
 * @param plans what makes the plan of a site's fabric
 */
record SitePlans(HardwareCatalog hardware, Function<FabricSpec, FabricPlan> plans) {

  /** The plan of all sites. */
  FabricPlan plan(MultiSite spec) {
    List<JoinedSites.Site> sites = new ArrayList<>();
    for (MultiSite.Site site : spec.sites()) {
      sites.add(new JoinedSites.Site(site.name(), plans.apply(site.fabric())));
    }
    List<JoinedSites.SiteLink> links = new ArrayList<>();
    spec.links().forEach(link -> addLinks(spec, link, links));
    JoinedSites plan =
        new JoinedSites(sites, links)
            .bordersPerSite(spec.bordersPerSite())
            .cablesPerUplinkPair(spec.linksPerBorderPair());
    if (spec.borderType() != null) {
      plan.borderType(hardware.switchType(spec.borderType()));
    }
    return spec.uplinkRateBps() == null ? plan : plan.uplinkRateBps(spec.uplinkRateBps());
  }

  private void addLinks(MultiSite spec, MultiSite.SiteLink link, List<JoinedSites.SiteLink> links) {
    List<String> ends = link.sites();
    if (ends == null) {
      for (int from = 0; from < spec.sites().size(); from++) {
        for (int to = from + 1; to < spec.sites().size(); to++) {
          links.add(joined(spec.sites().get(from).name(), spec.sites().get(to).name(), link));
        }
      }
      return;
    }
    if (ends.size() != 2) {
      throw new TopologyException(
          "links: one names %d sites; it has two ends. Maybe sites: [%s, %s]."
              .formatted(
                  ends.size(),
                  spec.sites().get(0).name(),
                  spec.sites().get(spec.sites().size() - 1).name()));
    }
    links.add(joined(ends.get(0), ends.get(1), link));
  }

  private JoinedSites.SiteLink joined(String from, String to, MultiSite.SiteLink link) {
    return new JoinedSites.SiteLink(
        from, to, link.lengthMm(), link.rateBps(), link.count(), module(link.module()));
  }

  private @Nullable Transceiver module(@Nullable String name) {
    return name == null || name.equals(OpticsSpec.COPPER) ? null : hardware.transceiver(name);
  }
}
