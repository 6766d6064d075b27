"""`marshrut seed`: a region's own data in a real installation, without made-up people and cases."""

from __future__ import annotations

import click

from web.commands.opening import installation
from web.commands.refusals import Refused
from web.commands.russian import RussianCommand
from web.seeding import plant_calendar, plant_region, seeding_actor
from web.wording.grammar import counted
from workflows.seeding import RegionSeed, read_seed, seed_codes


@click.command(
    cls=RussianCommand,
    help="Внести регионы: карточку, муниципалитеты, школы, перечни, маршруты и календарь.",
)
@click.argument("codes", nargs=-1, metavar="КОД...")
@click.option("--all", "every", is_flag=True, help="Все регионы программы.")
def seed(*, codes: tuple[str, ...], every: bool) -> None:
    """Bring in what is not there yet; running it again changes nothing."""
    known = seed_codes()
    wanted = known if every else codes
    unknown = [code for code in wanted if code not in known]
    if unknown or not wanted:
        named = f"Нет региона «{unknown[0]}»." if unknown else "Назовите регион."
        raise Refused(f"{named} Есть: {', '.join(known)}; все сразу — --all.")
    with installation() as bench:
        actor = seeding_actor(bench)
        plant_calendar(bench, actor=actor)
        for code in wanted:
            region = read_seed(code)
            plant_region(bench, region, actor=actor)
            click.echo(_planted(region))


def _planted(region: RegionSeed) -> str:
    schools = sum(not one.demo for one in region.schools)
    lists = sum(not one.demo for one in region.listings)
    return (
        f"{region.title}: {counted(schools, 'школа|школы|школ')}, "
        f"{counted(lists, 'перечень|перечня|перечней')}, "
        f"{counted(len(region.paths), 'маршрут|маршрута|маршрутов')}."
    )
