#!/bin/sh
# tools/check-distribution.sh: could the rows of one owner stand on one server of many? Holds tables,
# keys and statements against the rules of Citus for distributed tables (docs/hosting.md).
# use: tools/check-distribution.sh           every table must stand in docs/hosting.md too
#      tools/check-distribution.sh --citus   prints what makes the tables Citus's
set -eu
cd "$(dirname -- "$0")/.."

# a copy on every server: few rows that every query may want, or rows that are asked for across owners
reference="owners memberships invitations migrations jobs"
# spread by another column than owner_id
other="attempts:key"

perl - "${1:-}" "$reference" "$other" src/store/migrations/*.sql src/store/*.c <<'PERL'
use strict;
use warnings;
my $citus     = shift eq '--citus';
my %reference = map { $_ => 1 } split ' ', shift;
my %by        = map { split /:/ } split ' ', shift;
my @sql       = grep { /\.sql$/ } @ARGV;
my @code      = grep { /\.c$/ && !/_sqlite\.c$/ } @ARGV;
my ( $bad, %table, %unique ) = (0);
sub say_bad { print "$_[0]\n"; $bad = 1 }
sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return <$f> }
sub column { $by{ $_[0] } // 'owner_id' }

# tables and their keys, in the order of the migrations
sub key_of {
    my ( $table, $what, $columns ) = @_;
    return if $reference{$table};
    my @c = map { s/^\s+|\s+$//gr } split /,/, $columns;
    say_bad("$table: $what ($columns) lacks " . column($table)) unless grep { $_ eq column($table) } @c;
}
sub schema {
    my ( $text, $from ) = @_;
    $text =~ s/--.*$//mg;
    say_bad("$from: no foreign keys: $1") while $text =~ /(\bREFERENCES\b[^,]*|FOREIGN KEY[^,]*)/g;
    for my $s ( split /;/, $text ) {
        if ( $s =~ /CREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\((.*)\)/s ) {
            my ( $t, $body ) = ( $1, $2 );
            $table{$t} = 1;
            my $key = $body =~ /PRIMARY KEY \(([^)]*)\)/ ? $1 : $body =~ /(\w+) \w+ PRIMARY\s+KEY/ ? $1 : '';
            key_of( $t, 'primary key', $key );
            say_bad("$t: no column " . column($t)) unless $reference{$t} || $body =~ /\b\Q${\column($t)}\E\b/;
        }
        elsif ( $s =~ /CREATE UNIQUE INDEX (?:IF NOT EXISTS )?(\w+) ON (\w+) \(([^)]*)\)/s ) {
            key_of( $2, "unique index $1", $3 );
        }
    }
}
schema( slurp($_), $_ ) for @sql;

# every literal of SQL: strings side by side are one
my %literal;
for my $f (@code) {
    my $t = slurp($f);
    $t =~ s{/\*.*?\*/}{}gs;
    $t =~ s/\\\n/\n/g;
    while ( $t =~ /((?:"(?:[^"\\]|\\.)*"\s*(?:\w+\s+(?="))?)+)/g ) {
        my $raw = $1;
        my $s = join '', $raw =~ /"((?:[^"\\]|\\.)*)"/g;
        push @{ $literal{$f} }, $s if $s =~ /\b(?:SELECT|INSERT INTO|UPDATE|DELETE)\b/;
        schema( $s, $f ) if $s =~ /CREATE (?:TABLE|UNIQUE)/;
    }
}

# statements that a distributed table answers without one owner being named, each with its reason
my @across = (
    [ 'store/job.c', 'DELETE FROM sessions WHERE until_ms',    'the clock: on every server at once' ],
    [ 'store/job.c', 'DELETE FROM attempts WHERE seen_ms',     'the clock' ],
    [ 'store/attempt.c', 'DELETE FROM attempts WHERE seen_ms', 'the table is kept small' ],
    [ 'store/tables.c', 'sessions',                            'an owner goes: theirs, and those that act for them' ],
    [ 'store/tables.c', 'SELECT count(*) FROM ',               'tact copy and backup count all' ],
    [ 'store/backup.c', 'FROM media ORDER BY owner_id',        'a backup has the files of all' ],
    [ 'store/copy',     '',                                    'tact copy reads and writes all' ],
    [ 'store/publication.c', 'SELECT DISTINCT runner',          'who sends anything: the dead among them are buried' ],
    [ 'store/publication.c', 'UPDATE publications SET lease_ms', 'what a dead process held, of all owners' ],
    [ 'store/publication.c', 'SELECT coalesce(min(CASE',       'when the next is due, of all owners' ],
    [ 'store/owner_delete.c', 'sessions',                      'an owner goes' ],
);
my $names = join '|', grep { !$reference{$_} } sort keys %table;
my $words = join '|', qw(where on set values order group using cross join left inner union limit select as and desc asc);
$words = join '|', map { ( $_, uc ) } split /\|/, $words;
my $n = 0;
for my $f ( sort keys %literal ) {
    for my $s ( @{ $literal{$f} } ) {
        next unless $s =~ /\b(?:FROM|JOIN|INTO|UPDATE)\s+($names)\b/;
        my $t = $1;
        $n++;
        my $c = column($t);
        my %lacks;
        while ( $s =~ /\b(?:FROM|JOIN|INTO|UPDATE|,)\s+($names)\b(?:\s+(?:AS\s+)?(?!(?:$words)\b)([a-z]\w*))?/g ) {
            my ( $table, $alias ) = ( $1, $2 // $1 );
            next if $s =~ /\b$alias\.$c\b/ || ( $alias eq $table && $s =~ /(?<![.\w])$c\b/ );
            $lacks{"$table $alias"} = 1;
        }
        next unless %lacks;
        next if grep { $f =~ /\Q$_->[0]\E/ && index( $s, $_->[1] ) >= 0 } @across;
        say_bad( "$f: no $c of " . join( ', ', sort keys %lacks ) . ' in: ' . substr( $s, 0, 150 ) );
    }
}
if ($citus) {
    print "SELECT create_reference_table('$_');\n" for sort keys %reference;
    my $first = 'posts'; # the others stand beside it: rows of one owner on one server
    print "SELECT create_distributed_table('$first', 'owner_id', shard_count => 128);\n";
    for my $t ( sort grep { !$reference{$_} && $_ ne $first } keys %table ) {
        my $with = $by{$t} ? 'none' : $first;
        print "SELECT create_distributed_table('$t', '${\column($t)}', colocate_with => '$with');\n";
    }
}
my $guide = slurp('docs/hosting.md');
for my $t ( sort keys %table ) {
    say_bad("docs/hosting.md does not say where the rows of $t are") unless $guide =~ /\b$t\b/;
}
my $spread = grep { !$reference{$_} } keys %table;
printf "%d tables, %d of them spread by owner_id or key; %d statements\n", scalar( keys %table ), $spread, $n unless $bad || $citus;
exit $bad;
PERL
